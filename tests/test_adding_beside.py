"""A record made in the drawer of another one's page: its form, its answers, its rights (U2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import Model
from django.test import Client

from dangol.access import HIDE
from dangol.records.page import layouts as kit
from dangol.records.page.related import is_open, related_to
from dangol.records.types import records
from modules.base.models import Order
from modules.base.records import order_record
from tenants.models import Company
from tenants.pages.services import layouts
from tenants.people.models import AccessRole, User
from tenants.services import roles
from tests.every_type import one_of_each, page_of

pytestmark = pytest.mark.feature("U2")
Browse = Callable[..., Client]
HTMX = {"HX-Request": "true"}
NEW = "/base/orders/new"


@pytest.fixture
def every(inside_hanbit: Company, bob: User) -> dict[str, Model]:
    return one_of_each(owner=bob)


def there(page: str) -> dict[str, str]:
    """What htmx tells of the page it stands on."""
    return {**HTMX, "HX-Current-URL": f"http://hanbit.localhost{page}"}


def order(customer: Any, **values: Any) -> dict[str, Any]:
    return {"customer": str(customer.pk), "state": "received", "number": "N-1", **values}


def test_every_list_of_every_type_opens_its_form_with_the_link_filled_in(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    seen = set()
    for code, instance in every.items():
        page = page_of(code, instance)
        for related in related_to(records()[code]):
            if not is_open(related, ada):
                continue
            part = browse(ada).get(f"{page}related/{related.code}", headers=HTMX)
            add = part.context["panel"]["list"].add
            assert f'href="{add}"' in part.content.decode(), related.code
            assert 'data-drawer="add"' in part.content.decode(), related.code
            answer = browse(ada).get(add, headers=HTMX)
            form, html = answer.context["form"], answer.content.decode()
            assert answer.status_code == 200
            assert "<html" not in html
            assert form[related.field].value().startswith(str(instance)), related.code
            assert f'hx-post="{add}"' in html
            assert 'id="add-' in html, "the page has fields of its own"
            assert 'id="id_' not in html
            assert "<html" in browse(ada).get(add).content.decode(), "without scripts a page"
            seen.add(related.code)
    assert len(seen) >= 7, seen


def test_saving_tells_the_page_what_to_read_anew_and_offers_the_way_back(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    customer = every["base.customer"]
    page = page_of("base.customer", customer)
    address = f"{NEW}?customer={customer.pk}"
    answer = browse(ada).post(address, order(customer, amount="5500"), headers=there(page))
    assert answer.status_code == 204
    made = Order.objects.get(number="N-1")
    assert (made.customer_id, made.amount) == (customer.pk, 5_500)
    events = json.loads(answer["HX-Trigger"])
    part = browse(ada).get(f"{page}related/base-order-customer", headers=HTMX)
    assert f'hx-trigger="{part.context["panel"]["list"].hears} from:body"' in part.content.decode()
    assert part.context["panel"]["list"].hears in events
    assert (part.context["panel"]["list"].count, "13,200" in part.content.decode()) == ("2", True)
    timeline = (
        browse(ada).get(page).content.decode()
        + browse(ada).get(f"{page}timeline/kinds").content.decode()
    )
    assert timeline.count("record-made from:body") == 2, "the line and its numbers"
    assert "record-made" in events
    assert events["toast"]["text"] == "저장했어요: “N-1”"
    undo = events["toast"]["undo"]
    assert urlsplit(undo).path == f"/base/orders/{made.pk}/delete"
    assert browse(ada).post(undo).url == page, "undone, one is on the page that one never left"
    made.refresh_from_db()
    assert made.deleted_at is not None


def test_what_is_refused_stays_in_the_drawer_with_all_that_was_written(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    customer = every["base.customer"]
    data = order(customer, amount="많이", memo="아침에 전화")
    answer = browse(ada).post(f"{NEW}?customer={customer.pk}", data, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<html" not in html
    assert "data-refused" in html
    assert 'value="많이"' in html
    assert "아침에 전화" in html
    assert 'id="add-amount_error' in html or 'aria-describedby="add-amount' in html
    assert not Order.objects.filter(number="N-1").exists()


def test_a_link_that_the_layout_left_out_goes_along_unseen(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    account = every["base.account"]
    usual = kit.usual(order_record, order_record.sections)
    groups = tuple(
        replace(each, fields=tuple(name for name in each.fields if name != "account"))
        for each in usual.groups
    )
    layouts.put(order_record, None, replace(usual, groups=groups, left_out=("account",)))
    address = f"{NEW}?account={account.pk}"
    html = browse(ada).get(address, headers=HTMX).content.decode()
    assert f'<input type="hidden" name="account" value="{account}"' in html
    assert 'name="account"' not in browse(ada).get(NEW).content.decode(), "nothing else asks for it"
    data = order(every["base.customer"], account=str(account))
    assert browse(ada).post(address, data, headers=HTMX).status_code == 204
    assert Order.objects.get(number="N-1").account_id == account.pk


@pytest.mark.feature("P5")
def test_rights_close_the_link_the_form_its_fields_and_the_way_back(
    every: dict[str, Model], bob: User, browse: Browse
) -> None:
    customer = every["base.customer"]
    page = page_of("base.customer", customer)
    role = AccessRole.objects.create(name="주문만", fields={"base.order": {"memo": HIDE}})
    roles.assign(bob, [role.pk])
    address = f"{NEW}?customer={customer.pk}&memo=주소로"
    assert 'name="memo"' not in browse(bob).get(address, headers=HTMX).content.decode()
    data = order(customer, memo="몰래")
    answer = browse(bob).post(address, data, headers=there(page))
    assert Order.objects.get(number="N-1").memo == ""
    assert "undo" not in json.loads(answer["HX-Trigger"])["toast"], "a member deletes none"
    AccessRole.objects.filter(pk=role.pk).update(scopes={"base.order.create": 0})
    part = browse(bob).get(f"{page}related/base-order-customer", headers=HTMX).content.decode()
    assert NEW not in part
    assert browse(bob).get(address, headers=HTMX).status_code == 403
    assert browse(bob).post(address, data, headers=HTMX).status_code == 403


def test_the_way_back_leads_to_no_other_host(
    every: dict[str, Model], ada: User, browse: Browse
) -> None:
    customer = every["base.customer"]
    headers = {**HTMX, "HX-Current-URL": "http://elsewhere.example/base/"}
    answer = browse(ada).post(f"{NEW}?customer={customer.pk}", order(customer), headers=headers)
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    assert parse_qs(urlsplit(undo).query) == {}
    for back in ("//elsewhere.example/", "http://elsewhere.example/", "elsewhere"):
        made = Order.objects.create(customer=customer, number=back)
        answer = browse(ada).post(f"/base/orders/{made.pk}/delete?back={back}")
        assert answer.url == "/base/orders/"
