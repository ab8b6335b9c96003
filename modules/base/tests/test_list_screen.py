"""The list as a screen: views, filters in parts, columns, panel, chosen rows (U1, U2)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol import clock, preferences
from dangol.errors import RuleBroken
from dangol.records.lists import own
from dangol.records.lists.listing import read_listing
from dangol.records.saved import keeping, offered
from modules.base.models import ContactHistory, Customer
from modules.base.records import customer_record
from tenants.context import inside
from tenants.journal.models import Change, Run
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = pytest.mark.feature("U1")
Browse = Callable[..., Client]
LIST = "/base/customers/"
HTMX = {"HX-Request": "true"}
HEAVIEST = 60 * 1024
PEEK_QUERIES = 12


def names(asked: dict[str, list[str]], user: Any = None) -> set[str]:
    listing = read_listing(customer_record, user, asked)
    assert listing.problems == []
    return {row.name for row in listing.page.rows}


def test_a_filter_can_be_turned_round(inside_hanbit: Company, ada: User) -> None:
    Customer.objects.create(name="가", grade=1, owner=ada, company_name="한빛")
    Customer.objects.create(name="나", grade=2)
    Customer.objects.create(name="다")
    assert names({"grade.not": ["1"]}) == {"나", "다"}
    assert names({"grade.not": ["1", "none"]}) == {"나"}
    assert names({"owner.not": ["none"]}) == {"가"}
    assert names({"owner": ["me"]}, ada) == {"가"}
    assert names({"company_name.not": ["한빛"]}) == {"나", "다"}


def test_nobody_in_particular_has_no_customers_of_their_own(inside_hanbit: Company) -> None:
    """A send's selection belongs to no user: `me` must not silently reach everybody."""
    listing = read_listing(customer_record, None, {"owner": ["me"]})
    assert len(listing.problems) == 1


def test_days_can_be_asked_for_as_they_move_with_today(inside_hanbit: Company) -> None:
    now = clock.now()
    Customer.objects.create(name="가", last_contacted_at=now, birth_date=clock.today())
    Customer.objects.create(name="나", last_contacted_at=now - timedelta(days=90))
    Customer.objects.create(
        name="다",
        last_contacted_at=now - timedelta(days=91),
        created_at=now - timedelta(days=400),
        birth_date=(clock.today().replace(day=1) + timedelta(days=40)),
    )
    Customer.objects.create(name="라")
    assert names({"last_contacted_at.older": ["90"]}) == {"다", "라"}
    assert names({"last_contacted_at.period": ["today"]}) == {"가"}
    assert names({"created_at.period": ["this_year"]}) == {"가", "나", "라"}
    assert names({"birth_date.month": ["this"]}) == {"가"}


@pytest.mark.parametrize(
    "asked",
    [
        {"last_contacted_at.older": ["0"]},
        {"last_contacted_at.older": ["많이"]},
        {"last_contacted_at.older": ["99999"]},
        {"created_at.period": ["always"]},
        {"birth_date.month": ["13"]},
        {"birth_date.period": ["today"]},
        {"grade.not": ["9"]},
    ],
    ids=str,
)
def test_a_wrong_value_is_left_out_and_said(
    inside_hanbit: Company, asked: dict[str, list[str]]
) -> None:
    Customer.objects.create(name="가")
    listing = read_listing(customer_record, None, asked)
    assert (listing.count, len(listing.problems)) == (1, 1)


def test_each_part_of_a_chip_changes_that_part_alone(browse: Browse, carol: User) -> None:
    context = browse(carol).get(f"{LIST}?grade=1&grade=2&mail_ads=yes&sort=name").context
    grade = next(chip for chip in context["chips"] if chip.name == "grade-is")
    assert (grade.sign, grade.words) == ("=", "A+, A")
    assert parse_qs(grade.without[1:]) == {"mail_ads": ["yes"], "sort": ["name"]}
    turned = next(address for _words, address, is_chosen in grade.others if not is_chosen)
    assert parse_qs(turned[1:])["grade.not"] == ["1", "2"]
    assert "grade" not in parse_qs(turned[1:])
    assert grade.control is not None
    assert [value for value, _label, on in grade.control.choices if on] == ["1", "2"]
    assert ("mail_ads", "yes") in grade.control.rest


def test_a_comparison_by_another_measure_begins_with_its_usual_value(
    browse: Browse, carol: User
) -> None:
    context = browse(carol).get(f"{LIST}?last_contacted_at.from=2026-01-01").context
    chip = context["chips"][0]
    addresses = [
        parse_qs(address[1:]) for _words, address, is_chosen in chip.others if not is_chosen
    ]
    assert {"last_contacted_at.older": ["90"]} in addresses


def test_filters_to_add_come_when_asked_and_leave_out_what_is_on(
    browse: Browse, carol: User
) -> None:
    part = browse(carol).get(f"{LIST}filters?grade=1", headers=HTMX).content.decode()
    assert 'name="owner"' in part
    assert 'type="hidden" name="grade" value="1"' in part
    assert 'type="checkbox" name="grade"' not in part
    assert "<html" in browse(carol).get(f"{LIST}filters").content.decode()


@pytest.mark.parametrize(("query", "active"), [("", "all"), ("?owner=me", "mine")])
def test_the_view_that_shows_the_same_is_the_chosen_one(
    browse: Browse, carol: User, query: str, active: str
) -> None:
    views = browse(carol).get(f"{LIST}{query}").context["views"]
    assert (views.active.code, views.is_changed) == (active, False)


def test_views_tell_how_many_they_hold(browse: Browse, carol: User, hanbit: Company) -> None:
    with inside(hanbit):
        Customer.objects.create(name="내 고객", owner=carol)
        Customer.objects.create(name="남의 고객")
    client = browse(carol)
    assert f'hx-get="{LIST}views?' in client.get(LIST).content.decode()
    client.get(f"{LIST}views", headers=HTMX)
    views = client.get(LIST).context["views"]
    assert {pill.code: pill.count for pill in views.pills}["mine"] == "1"
    assert {pill.code: pill.count for pill in views.pills}["all"] == "2"
    assert f'hx-get="{LIST}views?' not in client.get(LIST).content.decode()


def test_a_view_is_kept_renamed_changed_deleted_and_brought_back(
    browse: Browse, carol: User
) -> None:
    client = browse(carol)
    client.post(f"{LIST}views", {"name": "우수 고객", "query": "grade=1&sort=name&peek=x"})
    view = client.get(LIST).context["views"].pills[-1]
    assert (view.label, view.query) == ("우수 고객", "grade=1&sort=name")
    assert client.get(f"{LIST}{view.address}").context["views"].active.code == view.code

    client.post(f"{LIST}views/{view.code}", {"name": "A+ 고객"})
    client.post(f"{LIST}views/{view.code}", {"selection": "1", "query": "grade=2"})
    changed = client.get(LIST).context["views"].pills[-1]
    assert (changed.label, changed.query) == ("A+ 고객", "grade=2")

    answer = client.post(f"{LIST}views/{view.code}/delete", follow=True)
    assert f"{LIST}views/{view.code}/restore" in answer.content.decode()
    assert client.get(LIST).context["views"].pills[-1].code != view.code
    client.post(f"{LIST}views/{view.code}/restore")
    assert client.get(LIST).context["views"].pills[-1].label == "A+ 고객"


@pytest.mark.parametrize("name", ["", "\u200b", "가" * 41])
def test_a_view_without_a_usable_name_is_not_kept(browse: Browse, carol: User, name: str) -> None:
    client = browse(carol)
    before = len(client.get(LIST).context["views"].pills)
    answer = client.post(f"{LIST}views", {"name": name, "query": "grade=1"}, follow=True)
    assert len(answer.context["views"].pills) == before
    assert "toast error" in answer.content.decode()
    assert answer.context["listing"].parameters == {"grade": ["1"]}


def test_views_are_each_user_s_own(browse: Browse, carol: User, ada: User) -> None:
    browse(carol).post(f"{LIST}views", {"name": "내 보기", "query": "grade=1"})
    assert "내 보기" not in browse(ada).get(LIST).content.decode()


def test_a_view_that_asks_for_a_hidden_field_stays_away(inside_hanbit: Company, ada: User) -> None:
    guarded = replace(customer_record, also_hidden=lambda user: {"birth_date"})
    assert "birthdays" in [view.code for view in customer_record.views_for(ada)]
    assert "birthdays" not in [view.code for view in guarded.views_for(ada)]
    assert "birth_date" not in [each.name for each in guarded.columns_for(ada)]


def test_columns_are_each_user_s_own_and_the_name_stays(
    browse: Browse, carol: User, ada: User
) -> None:
    client = browse(carol)
    client.post(f"{LIST}columns", {"columns": ["source", "grade"], "query": "grade=1"})
    heads = [head.column.name for head in client.get(LIST).context["listing"].heads]
    assert heads == ["name", "source", "grade"]
    assert "source" not in [
        head.column.name for head in browse(ada).get(LIST).context["listing"].heads
    ]
    client.post(f"{LIST}columns", {"usual": "1"})
    assert len(client.get(LIST).context["listing"].heads) == 8


def test_an_unknown_column_is_refused(browse: Browse, carol: User) -> None:
    client = browse(carol)
    answer = client.post(f"{LIST}columns", {"columns": ["owner__password"]}, follow=True)
    assert "toast error" in answer.content.decode()
    assert len(client.get(LIST).context["listing"].heads) == 8


def test_htmx_gets_what_a_change_changes(browse: Browse, carol: User, hanbit: Company) -> None:
    with inside(hanbit):
        Customer.objects.create(name="김하늘")
    part = browse(carol).get(f"{LIST}?grade=none", headers=HTMX).content.decode()
    for name in ("list-views", "list-chips", "list-kept", "list-tools", "list-foot"):
        assert f'id="{name}" hx-swap-oob="true"' in part


def test_fifty_rows_weigh_little(browse: Browse, ada: User, hanbit: Company) -> None:
    with inside(hanbit):
        Customer.objects.bulk_create(
            [
                Customer(
                    name=f"고객이름{n}", company_name=f"주식회사 한빛물산{n}", owner=ada,
                    grade=n % 4 + 1,
                    email=f"customer.number.{n}@hanbit.example", mobile=f"010-1234-{n:04}",
                    last_contacted_at=clock.now() - timedelta(days=n),
                )
                for n in range(60)
            ]
        )  # fmt: skip
    answer = browse(ada).get(LIST)
    assert len(answer.context["rows"]) == 50
    assert len(gzip.compress(answer.content)) <= HEAVIEST


def test_pages_number_their_rows(browse: Browse, carol: User, hanbit: Company) -> None:
    with inside(hanbit):
        Customer.objects.bulk_create([Customer(name=f"고객{n:02}") for n in range(60)])
    client = browse(carol)
    first = client.get(f"{LIST}?sort=name").context
    second = client.get(f"{LIST}{first['listing'].next_address}").context
    assert [row.number for row in second["rows"]][:2] == [51, 52]
    back = client.get(f"{LIST}{second['listing'].previous_address}").context
    assert [row.number for row in back["rows"]][:2] == [1, 2]
    assert client.get(f"{LIST}?at=x&after=y").context["rows"][0].number == 1


def test_an_empty_list_teaches_and_a_search_without_result_offers_the_way_back(
    browse: Browse, ada: User
) -> None:
    empty = browse(ada).get(LIST).content.decode()
    assert "nothing-drawing" in empty
    assert f"{LIST}import" in empty
    none = browse(ada).get(f"{LIST}?grade=1").content.decode()
    assert "nothing-drawing" not in none
    assert "no-result" in none


@pytest.mark.feature("U2")
def test_the_panel_shows_a_record_beside_its_list(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="김하늘", mobile="010-1234-5678", memo="단골손님")
        ContactHistory.objects.create(customer=customer, medium="phone", memo="견적 문의")
    client = browse(carol)
    client.get(LIST)  # logging in has its own price
    answer = client.get(f"{LIST}{customer.pk}/peek", headers=HTMX)
    part = answer.content.decode()
    assert "<html" not in part
    assert "010-1234-5678" in part
    assert "견적 문의" in part
    assert int(answer["X-Query-Count"]) <= PEEK_QUERIES
    whole = client.get(f"{LIST}?peek={customer.pk}").content.decode()
    assert f'data-peek="{customer.pk}"' in whole
    assert 'class="peeked"' in whole
    assert client.get(f"{LIST}{customer.pk}/peek")["Location"] == f"{LIST}?peek={customer.pk}"


@pytest.mark.feature("V1")
def test_another_company_s_record_is_never_beside_the_list(
    browse: Browse, eve: User, hanbit: Company
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="김하늘")
    client = browse(eve)
    assert client.get(f"{LIST}{customer.pk}/peek", headers=HTMX).status_code == 404
    assert client.get(f"{LIST}{customer.pk}/place", headers=HTMX).status_code == 404
    assert "김하늘" not in client.get(f"{LIST}?peek={customer.pk}").content.decode()


@pytest.mark.parametrize(("width", "kept"), [("420", 420), ("9000", 560), ("1", 340), ("x", None)])
def test_the_panel_keeps_its_width(
    browse: Browse, carol: User, hanbit: Company, width: str, kept: int | None
) -> None:
    assert browse(carol).post(f"{LIST}peek-width", {"width": width}).status_code == 204
    with inside(hanbit):
        assert preferences.read(carol, "list/base.customer", {}).get("width") == kept


@pytest.mark.feature("U4")
def test_chosen_customers_go_to_the_trash_and_come_back(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        rows = [Customer.objects.create(name=name) for name in ("가", "나", "다")]
    client = browse(ada)
    chosen = [str(row.pk) for row in rows[:2]]
    answer = client.post(f"{LIST}bulk/trash", {"chosen": chosen}, follow=True)
    assert [row.name for row in answer.context["rows"]] == ["다"]
    with inside(hanbit):
        run = Run.objects.get()
        assert AuditEntry.objects.get(subject="tenants.run").changes["changed"] == 2
    assert f"{LIST}bulk/{run.pk}/undo" in answer.content.decode()
    client.post(f"{LIST}bulk/{run.pk}/undo")
    assert client.get(LIST).context["listing"].count == 3


@pytest.mark.feature("B35")
def test_chosen_customers_change_hands_and_only_what_stayed_goes_back(
    browse: Browse, ada: User, bob: User, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        mine = Customer.objects.create(name="가", owner=ada)
        free = Customer.objects.create(name="나")
    client = browse(ada)
    data = {"chosen": [str(mine.pk), str(free.pk)], "value": str(bob.pk)}
    client.post(f"{LIST}bulk/owner", data)
    with inside(hanbit):
        assert set(Customer.objects.values_list("owner_id", flat=True)) == {bob.pk}
        change = Change.objects.get(object_id=mine.pk)
        assert (change.before, change.after) == (
            {"owner_id": str(ada.pk)},
            {"owner_id": str(bob.pk)},
        )
        Customer.objects.filter(pk=free.pk).update(owner=carol)
        run = Run.objects.get()
    client.post(f"{LIST}bulk/{run.pk}/undo")
    with inside(hanbit):
        assert Customer.objects.get(pk=mine.pk).owner_id == ada.pk
        assert Customer.objects.get(pk=free.pk).owner_id == carol.pk


@pytest.mark.parametrize("value", ["not-an-id", "00000000-0000-7000-8000-0000000000ff"])
def test_customers_are_not_given_to_somebody_who_is_not_there(
    browse: Browse, ada: User, hanbit: Company, value: str
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="가", owner=ada)
    data = {"chosen": str(customer.pk), "value": value}
    answer = browse(ada).post(f"{LIST}bulk/owner", data, follow=True)
    assert "toast error" in answer.content.decode()
    with inside(hanbit):
        assert Customer.objects.get().owner_id == ada.pk


def test_a_deed_needs_its_right_and_touches_one_s_own_company_alone(
    browse: Browse, carol: User, eve: User, hanbit: Company
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="가")
    data = {"chosen": str(customer.pk)}
    assert browse(carol).post(f"{LIST}bulk/trash", data).status_code == 404
    assert browse(eve).post(f"{LIST}bulk/trash", data).status_code == 302
    with inside(hanbit):
        assert Customer.objects.get().deleted_at is None


def test_a_deed_is_undone_once_and_only_the_last_one(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    client = browse(ada)
    answer = client.post(f"{LIST}bulk/{uuid4()}/undo", follow=True)
    assert "toast error" in answer.content.decode()


@pytest.mark.feature("B7")
def test_a_note_from_the_panel_is_kept_and_told(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="김하늘")
    address = f"{LIST}{customer.pk}/notes"
    data = {"from": "peek", "kind": "note", "memo": "이사 준비 중"}
    answer = browse(carol).post(address, data, headers=HTMX)
    assert 'id="recent" hx-swap-oob="true"' in answer.content.decode()
    assert "이사 준비 중" in answer.content.decode()
    assert "noted" in json.loads(answer["HX-Trigger"])
    with inside(hanbit):
        assert Customer.objects.get().last_contacted_at is None
    wrong = browse(carol).post(address, data | {"memo": ""}, headers=HTMX)
    assert wrong.status_code == 422
    assert json.loads(wrong["HX-Trigger"])["toast"]["kind"] == "error"


def test_too_many_views_are_refused(inside_hanbit: Company, ada: User) -> None:
    for number in range(keeping.MOST):
        keeping.save_view(customer_record, ada, f"보기 {number}", "grade=1")
    with pytest.raises(Exception, match="20"):
        keeping.save_view(customer_record, ada, "하나 더", "grade=1")


def test_a_view_cannot_be_changed_to_a_selection_too_long_to_be_kept(
    inside_hanbit: Company, ada: User
) -> None:
    view = keeping.save_view(customer_record, ada, "보기", "grade=1")
    with pytest.raises(RuleBroken) as refused:
        keeping.change_view(customer_record, ada, view, query=f"q={'가' * keeping.LONGEST_QUERY}")
    assert refused.value.code == "view_long"
    assert offered.read_views(customer_record, ada, {}).pills[-1].query == "grade=1"


@pytest.mark.feature("U1")
def test_columns_that_are_set_while_a_view_is_saved_both_stay(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is read under the lock, not before: another page may have set its part."""
    own.keep_own(customer_record, ada, own.WIDTH, 400)
    keeping.save_view(customer_record, ada, "보기", "grade=1")
    with CaptureQueriesContext(connection) as asked:
        own.keep_own(customer_record, ada, own.COLUMNS, ["name"])
    told = [each["sql"] for each in asked]
    lock = next(place for place, sql in enumerate(told) if "FOR NO KEY UPDATE" in sql)
    assert all("people_preference" not in sql for sql in told[:lock])
    assert set(own.read_own(customer_record, ada)) == {own.COLUMNS, own.VIEWS, own.WIDTH}
