"""List reports that users make of any record type (A17): what they show, and to whom."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.access import HIDE
from modules.base.models import Customer, Order
from modules.base.records import customer_record, order_record
from modules.campaign.models import Campaign
from modules.campaign.records import campaign_record
from tenants.context import inside
from tenants.customising.services import fields
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import desk, grantable
from tenants.reports.models import Report
from tenants.reports.queries.reading import Sheet, read_sheet
from tenants.reports.services import keeping
from tenants.services import roles, users

pytestmark = pytest.mark.feature("A17")
Browse = Callable[..., Client]
SCREEN = "/tenants/reports/"


@pytest.fixture
def orders(inside_hanbit: Company, ada: User, bob: User) -> None:
    """Two customers' orders: 100 and 200 by Ada, 300 by Bob, 50 by nobody."""
    haneul = Customer.objects.create(name="김하늘", owner=bob, grade=1)
    bada = Customer.objects.create(name="박바다", owner=ada, grade=2)
    for number, (customer, owner, amount, state) in enumerate(
        [(haneul, ada, 100, "paid"), (bada, ada, 200, "done"), (haneul, bob, 300, "paid"),
         (bada, None, 50, "paid")]
    ):  # fmt: skip
        Order.objects.create(
            customer=customer, owner=owner, amount=amount, state=state, number=f"주문{number}"
        )


def report(by: User, record: str = "base.order", **facts: Any) -> Report:
    values = {
        "name": "담당자별 주문", "note": "", "query": "sort=amount",
        "columns": ["number", "amount"],
        "levels": ["owner"], "hows": {"amount": "sum"}, "chart": "", "chart_of": "",
        "shows_rows": True, "share": "mine", "roles": [], **facts,
    }  # fmt: skip
    return keeping.create(by, record, values)


def sheet(found: Report, user: User) -> Sheet:
    return read_sheet(found, desk.records()[found.record], user)


def said(shown: Sheet) -> list[tuple[int, str, str]]:
    """(depth, name, amount) of each line; the amount of groups alone."""
    return [
        (line.depth, line.group.words, line.group.figures.get("amount", ""))
        if line.group
        else (line.depth, line.row.name if line.row else "", "")
        for line in shown.lines
    ]


def clerk(user: User, *, closed: dict[str, dict[str, str]] | None = None, **scopes: int) -> None:
    role = AccessRole.objects.create(
        name=f"역할{AccessRole.objects.count()}",
        scopes=dict.fromkeys(grantable.permissions(), 3)
        | {f"base.{name.replace('__', '.')}": scope for name, scope in scopes.items()},
        fields=closed or {},
    )
    roles.assign(user, [role.pk])


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_groups_have_their_sums_and_records(orders: None, ada: User) -> None:
    shown = sheet(report(ada), ada)
    assert sorted(said(shown)) == sorted([
        (0, ada.name, "₩300"), (1, "주문0", ""), (1, "주문1", ""),
        (0, "밥", "₩300"), (1, "주문2", ""), (0, shown.lines[-2].group.words, "₩50"),  # type: ignore[union-attr]
        (1, "주문3", ""),
    ])  # fmt: skip
    assert (shown.count, dict(shown.totals)) == (4, {"amount": "₩650"})


@pytest.mark.parametrize(("how", "total"), [("avg", "₩163"), ("min", "₩50"), ("max", "₩300")])
def test_other_figures_than_sums(orders: None, ada: User, how: str, total: str) -> None:
    assert sheet(report(ada, hows={"amount": how}), ada).totals == {"amount": total}


def test_three_levels_and_days_by_month(orders: None, ada: User) -> None:
    shown = sheet(report(ada, levels=["state", "owner", "ordered_at.month"]), ada)
    assert max(line.depth for line in shown.lines) == 3
    assert sum(line.group.count for line in shown.lines if line.group and line.depth == 0) == 4
    assert sum(line.row is not None for line in shown.lines) == 4


def test_without_groups_it_is_a_list_in_its_order_with_a_last_line(orders: None, ada: User) -> None:
    shown = sheet(report(ada, levels=[], query="sort=-amount&where=all(state=paid)"), ada)
    assert [name for _depth, name, _amount in said(shown)] == ["주문2", "주문0", "주문3"]
    assert shown.totals == {"amount": "₩450"}


def test_the_figures_alone(orders: None, ada: User) -> None:
    shown = sheet(report(ada, shows_rows=False, columns=["number", "state", "amount"]), ada)
    assert all(line.group for line in shown.lines)
    assert [head.column.name for head in shown.heads] == ["number", "amount"]
    assert shown.left == 0


def test_a_chart_draws_the_outermost_groups(orders: None, ada: User) -> None:
    shown = sheet(report(ada, chart="bar", chart_of="amount"), ada)
    assert shown.chart is not None
    assert dict(zip(shown.chart["labels"], shown.chart["series"][0]["values"], strict=True))[
        ada.name
    ] == 300  # fmt: skip
    Order.objects.filter(number="주문0").update(ordered_at="2026-01-05T00:00Z")
    monthly = sheet(report(ada, chart="line", levels=["ordered_at.month"]), ada)
    assert monthly.chart is not None
    assert monthly.chart["labels"][0] == "2026년 1월", "time runs to the right"
    counted = sheet(report(ada, chart="pie"), ada)
    assert counted.chart is not None
    assert sum(counted.chart["series"][0]["values"]) == 4


def test_any_record_type_and_own_fields(inside_hanbit: Company, ada: User) -> None:
    own = fields.create(customer_record.code, "number", {"label": "점수", "rules": {}}).name
    for score in (1, 2):
        Customer.objects.create(name=f"고객{score}", grade=1, custom={own: str(score)})
    shown = sheet(
        report(ada, "base.customer", columns=["name", own], levels=["grade"], hows={own: "sum"},
               query="sort=name"), ada,
    )  # fmt: skip
    assert shown.totals == {own: "3"}
    for record in desk.records().values():
        assert sheet(report(ada, record.code, columns=[], levels=[], query=""), ada).problem == ""
    Campaign.objects.create(name="가을")
    assert sheet(report(ada, campaign_record.code, levels=["state"], query=""), ada).count == 1


@pytest.mark.feature("P5")
def test_each_viewer_sees_their_own_rows_and_sums(orders: None, ada: User, bob: User) -> None:
    shared = report(ada, share="all")
    clerk(bob, order__view=1, customer__view=1)
    shown = sheet(shared, fresh(bob))
    assert said(shown) == [(0, bob.name, "₩300"), (1, "주문2", "")]
    assert shown.totals == {"amount": "₩300"}


@pytest.mark.feature("P5")
def test_hidden_fields_vanish_with_figures_groups_and_chart(
    orders: None, ada: User, bob: User
) -> None:
    shared = report(ada, share="all", levels=["owner", "state"], chart="bar", chart_of="amount")
    clerk(bob, closed={"base.order": {"amount": HIDE, "owner": HIDE}})
    shown = sheet(shared, fresh(bob))
    assert [head.column.name for head in shown.listing.heads] == ["number"]
    assert [level.name for level in shown.levels] == ["state"]
    assert (dict(shown.totals), shown.chart) == ({}, None)


@pytest.mark.feature("P5")
def test_a_selection_by_a_hidden_field_is_not_done_and_said(
    orders: None, ada: User, bob: User, browse: Browse
) -> None:
    shared = report(ada, share="all", query="where=all(amount.min=250)")
    assert sheet(shared, ada).count == 1
    clerk(bob, closed={"base.order": {"amount": HIDE}})
    shown = sheet(shared, fresh(bob))
    assert (shown.count, list(shown.lines)) == (0, [])
    page = browse(fresh(bob)).get(f"{SCREEN}{shared.pk}/").content.decode()
    assert "볼 수 없는 항목으로 고른" in page
    assert "주문2" not in page


def test_for_whom_it_is(orders: None, ada: User, bob: User, carol: User, browse: Browse) -> None:
    clerk(bob)
    role = bob.access_roles.get()
    found = {
        share: report(ada, name=share, share=share, roles=[str(role.pk)])
        for share in ("mine", "roles", "all")
    }
    for user, names in ((ada, set(found)), (bob, {"roles", "all"}), (carol, {"all"})):
        client = browse(user)
        page = client.get(SCREEN).content.decode()
        for name, each in found.items():
            assert (f"{SCREEN}{each.pk}/" in page) is (name in names), (user, name)
            status = client.get(f"{SCREEN}{each.pk}/").status_code
            assert status == (200 if name in names else 404), (user, name)
    for end in ("edit", "delete"):
        assert browse(bob).post(f"{SCREEN}{found['all'].pk}/{end}").status_code == 404


def test_an_administrator_looks_after_what_a_leaver_shared(
    orders: None, ada: User, bob: User, browse: Browse
) -> None:
    shared, own = report(bob, share="all"), report(bob)
    users.deactivate(bob)
    assert browse(ada).get(f"{SCREEN}{shared.pk}/edit").status_code == 200
    assert browse(ada).get(f"{SCREEN}{own.pk}/").status_code == 404


def posted(**facts: Any) -> dict[str, Any]:
    return {
        "do": "save", "name": "월별 주문", "columns": ["number", "amount", "owner"],
        "sort": "-amount", "level_0": "ordered_at.month", "how_amount": "sum", "share": "mine",
        "shows_rows": "on", "chart": "", "k:0": "all", **facts,
    }  # fmt: skip


def test_made_changed_and_deleted_on_the_screen(
    orders: None, hanbit: Company, ada: User, browse: Browse
) -> None:
    client = browse(ada)
    form = client.get(f"{SCREEN}new?record=base.order").content.decode()
    assert "새 리포트" in form
    conditions = {"f:0.0": "state", "o:0.0": "", "v:0.0:state": ["paid"]}
    more = client.post(f"{SCREEN}new?record=base.order", posted(**conditions, do="add:0"))
    assert more.status_code == 200
    assert 'name="f:0.1"' in more.content.decode(), "the builder of lists, drawn anew"
    assert 'value="월별 주문"' in more.content.decode(), "nothing that was written is lost"
    made = client.post(f"{SCREEN}new?record=base.order", posted(**conditions), follow=True)
    page = made.content.decode()
    assert "₩450" in page
    assert "주문1" not in page, "that one is done"
    assert "상태: 입금" in page or "상태" in page
    found = Report.objects.get()
    assert found.query == "where=all%28state%3Dpaid%29&sort=-amount"
    assert "월별 주문" in client.get(SCREEN).content.decode()
    edit = client.get(f"{SCREEN}{found.pk}/edit").content.decode()
    assert re.search(r'value="paid" checked>', edit)
    client.post(f"{SCREEN}{found.pk}/edit", posted(name="연별 주문", level_0="ordered_at.year"))
    found.refresh_from_db()
    assert (found.name, found.levels, found.query) == (
        "연별 주문",
        ["ordered_at.year"],
        "sort=-amount",
    )
    client.post(f"{SCREEN}{found.pk}/copy")
    assert Report.objects.filter(name="연별 주문 사본").exists()
    gone = client.post(f"{SCREEN}{found.pk}/delete", follow=True).content.decode()
    assert "지웠어요" in gone
    assert Order.objects.count() == 4
    deeds = AuditEntry.objects.filter(subject="tenants.report").values_list("action", flat=True)
    assert {each.rpartition(".")[2] for each in deeds} == {"create", "edit", "delete"}


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(
    orders: None, ada: User, browse: Browse
) -> None:
    address = f"{SCREEN}new?record=base.order"
    for wrong, words in (
        ({"name": " "}, "리포트 이름을 적으세요"),
        ({"share": "roles"}, "누구와 공유할지"),
        ({"level_0": "password"}, "password"),
    ):
        answer = browse(ada).post(address, posted(**wrong))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert 'value="-amount" selected' in answer.content.decode()
    assert browse(ada).get(f"{SCREEN}new?record=base.nothing").status_code == 404
    assert not Report.objects.exists()


def test_a_list_becomes_a_report(orders: None, ada: User, browse: Browse) -> None:
    client = browse(ada)
    query = "state=paid&amount.min=100&sort=-amount"
    menu = client.get(f"/base/orders/views/all/menu?{query}").content.decode()
    assert "리포트로 만들기" in menu
    form = client.get(f"{SCREEN}new", {"record": "base.order", "query": query}).content.decode()
    assert re.search(r'value="paid" checked>', form)
    assert 'value="100"' in form


@pytest.mark.feature("A14")
def test_its_records_are_taken_away_as_any_list(
    orders: None, ada: User, bob: User, browse: Browse
) -> None:
    found = report(ada, share="all", columns=["number", "amount"], query="state=paid&sort=amount")
    client = browse(ada)
    page = client.get(f"{SCREEN}{found.pk}/").content.decode()
    address = re.search(r'href="(/base/orders/export[^"]*)"', page)
    assert address
    answer = client.post(address[1].replace("&amp;", "&"), {"reason": "report"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    heads = [str(order_record.label_of(name)) for name in ("owner", "number", "amount")]
    assert rows[1][1:-1] == heads
    assert [row[2] for row in rows if row[0] == "기록"] == ["주문3", "주문0", "주문2"]
    clerk(bob, closed={"base.order": {"amount": HIDE}})
    other = browse(fresh(bob)).post(address[1].replace("&amp;", "&"), {"reason": "report"})
    assert "금액" not in other.getvalue().decode("utf-8-sig")


def test_another_company_s_report_is_not_there(
    hanbit: Company, daon: Company, ada: User, eve: User, browse: Browse
) -> None:
    with inside(hanbit):
        found = report(ada, share="all")
    for end in ("", "edit"):
        assert browse(eve).get(f"{SCREEN}{found.pk}/{end}").status_code == 404


@pytest.fixture
def plenty(orders: None, bob: User) -> None:
    """Besides, seven orders of two further customers: 70 in six, 999 in one."""
    many, dear = (Customer.objects.create(name=name) for name in ("가나다", "하하하"))
    for number in range(6):
        Order.objects.create(customer=many, amount=number + 10 - 3 * (number == 5), number=number)
    Order.objects.create(customer=dear, amount=999, number="비싼 것")


def by_customer(ada: User, **facts: Any) -> Report:
    return report(ada, levels=["customer"], chart="bar", **facts)


def told(shown: Sheet) -> list[tuple[str, str]]:
    return [(line.group.words, line.figures[0].words) for line in shown.lines if line.group]


def test_of_too_many_groups_the_largest_are_shown_and_how_many_there_are(
    plenty: None, ada: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.reports.queries.reading.MOST_GROUPS", 2)
    found = by_customer(ada, chart_of="amount")
    shown = sheet(found, ada)
    assert told(shown) == [("하하하", "₩999"), ("김하늘", "₩400")]
    assert (shown.count, shown.totals) == (11, {"amount": "₩1,721"}), "over everything, not the two"
    assert shown.chart["labels"] == ["하하하", "김하늘", "나머지"]
    assert shown.chart["series"][0]["values"] == [999, 400, 322]
    page = browse(ada).get(f"{SCREEN}{found.pk}/").content.decode()
    assert "모두 4묶음이에요" in page
    counted = sheet(by_customer(ada, hows={}), ada)
    assert [line.group.words for line in counted.lines] == ["가나다", "김하늘"]


def test_what_cannot_be_added_up_has_no_rest_in_the_chart(
    plenty: None, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.reports.queries.reading.MOST_GROUPS", 2)
    shown = sheet(by_customer(ada, hows={"amount": "avg"}, chart_of="amount"), ada)
    assert shown.chart["labels"] == ["하하하", "김하늘"]


def test_a_chart_draws_the_largest_where_the_table_has_more(
    plenty: None, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.reports.queries.charting.MOST_BARS", 2)
    shown = sheet(by_customer(ada, chart_of="amount"), ada)
    assert [line.group.words for line in shown.lines if line.group] == [
        "가나다", "김하늘", "박바다", "하하하",
    ]  # fmt: skip
    assert shown.chart["labels"] == ["하하하", "김하늘", "나머지"]


def test_too_many_groups_within_groups_leave_the_outermost_whole(
    plenty: None, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.reports.queries.reading.MOST_GROUPS", 4)
    shown = sheet(report(ada, levels=["customer", "owner"]), ada)
    assert told(shown) == [
        ("가나다", "₩72"), ("김하늘", "₩400"), ("박바다", "₩250"), ("하하하", "₩999"),
    ]  # fmt: skip
    assert len(shown.notices) == 1


def test_more_records_than_are_shown_are_said(
    orders: None, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.reports.queries.reading.MOST_ROWS", 3)
    grouped = sheet(report(ada), ada)
    assert (grouped.left, [line.row for line in grouped.lines if line.row]) == (4, [])
    assert grouped.totals == {"amount": "₩650"}
    assert sheet(report(ada, levels=[]), ada).left == 1


def test_it_is_read_in_few_statements(
    orders: None, ada: User, django_assert_max_num_queries: Any
) -> None:
    found = report(ada, levels=["owner", "state"])
    with django_assert_max_num_queries(8):
        sheet(found, ada)
