"""A field that is hidden from a user stands in no panel, tile, tab or day of theirs (P5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from dangol import clock
from dangol.access import HIDE
from dangol.records import Look
from dangol.records.timeline.tab import timeline
from modules.base import agenda, consents, records, widgets
from modules.base.models import Customer, Order
from modules.base.queries import history
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.services import roles

pytestmark = pytest.mark.feature("P5")
CARE = {"whose": "all", "days": 30}


@pytest.fixture
def haneul(inside_hanbit: Company) -> Customer:
    customer = Customer.objects.create(
        name="김하늘",
        company_name="㈜한빛물산",
        grade=1,
        birth_date=clock.today(),
        last_contacted_at=clock.now() - timedelta(days=90),
        sms_ads=True,
        mail_ads=True,
    )
    Order.objects.create(customer=customer, number="A-1", amount=7_700, product="필터")
    return customer


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> Collection[str]:
    guarded = replace(records.customer_record, also_hidden=lambda user: names)
    for module in (records.customers, widgets, agenda):
        monkeypatch.setattr(module, "customer_record", guarded)
    return names


def drawn(name: str, data: Any) -> str:
    return render_to_string(f"base/widgets/{name}.html", {"data": data})


def panel(name: str, data: Any) -> str:
    return render_to_string(f"base/panels/{name}.html", {"panel": data})


def test_a_hidden_consent_stands_neither_in_the_panel_nor_in_its_history(
    haneul: Customer, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = hide(monkeypatch, "sms_ads", "night")
    beside = records.customers.consents_of(ada, haneul)["consents"]
    tab = history.consent_history(Look(user=ada, instance=haneul, hidden=hidden))["consents"]
    for shown in (beside, tab):
        assert [each["icon"] for each in shown] == ["mail", "phone", "mailbox", "printer"]
    hide(monkeypatch, *consents.NAMES)
    assert "<section" not in panel("consents", records.customers.consents_of(ada, haneul))


def test_orders_that_a_role_does_not_show_stand_in_no_timeline(haneul: Customer, bob: User) -> None:
    def told() -> str:
        look = Look(user=User.objects.get(pk=bob.pk), instance=haneul)
        return str(timeline(records.customer_record, look))

    assert "A-1" in told()
    assert "order" in told()
    role = AccessRole.objects.create(name="주문 없음", scopes={"base.order.view": 0})
    roles.assign(bob, [role.pk])
    assert "A-1" not in told()
    assert "order" not in told()
    role.scopes, role.fields = {}, {"base.order": {"amount": HIDE}}
    role.save()
    assert "A-1" in told()
    assert "7,700" not in told()


def test_tiles_leave_out_what_is_hidden(
    haneul: Customer, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_tile = drawn("care", widgets.care(ada, CARE))
    assert "㈜한빛물산" in open_tile
    assert "A+" in open_tile
    hide(monkeypatch, "grade", "company_name")
    tile = drawn("care", widgets.care(ada, CARE))
    assert "김하늘" in tile
    assert "㈜한빛물산" not in tile
    assert "A+" not in tile
    assert "㈜한빛물산" not in drawn("birthdays", widgets.birthdays(ada, {}))
    assert "㈜한빛물산" not in str(agenda.lines(ada, clock.today()))


def test_a_tile_about_a_hidden_field_names_nobody(
    haneul: Customer, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, "birth_date", "last_contacted_at")
    for name, data in (
        ("care", widgets.care(ada, CARE)),
        ("birthdays", widgets.birthdays(ada, {})),
    ):
        tile = drawn(name, data)
        assert "김하늘" not in tile
        assert "열려 있지 않아요" in tile
    assert agenda.lines(ada, clock.today()) == []
