"""The sheet of a month adds up to the won, and each sum is the list behind it (A27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from random import Random

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from modules.expenses.models import Expense
from modules.expenses.models.expense import HANDED_IN
from modules.expenses.queries import month
from modules.expenses.queries.month import Asked
from modules.expenses.tests.conftest import Make, give, on, put_into
from tenants.people.models import AuditEntry, User
from tests.custom.test_code_tables import add_code, put_away

pytestmark = [pytest.mark.feature("A27"), pytest.mark.usefixtures("friday")]
Browse = Callable[..., Client]
NOVEMBER = Asked(date(2026, 11, 1))
PATH = "/expenses/month/"


@pytest.fixture
def many(make: Make, ada: User, bob: User, carol: User) -> None:
    """Two months of expenses with awkward sums, at every point of their way."""
    draw = Random(7)
    titles = ("travel", "welfare", "entertainment", add_code("expenses.account_title"))
    states = ("draft", "submitted", "approved", "returned", "paid")
    for number in range(120):
        owner = draw.choice((ada, bob, carol))
        found = make(
            name=f"경비 {number}", owner=owner, approver=None, amount=draw.randint(1, 9_999_999),
            spent_on=on("2026-10-01") + timedelta(days=draw.randint(0, 50)),
            account_title=draw.choice(titles),
        )  # fmt: skip
        Expense.objects.filter(pk=found.pk).update(state=draw.choice(states))
    put_away("expenses.account_title", titles[-1])
    Expense.objects.filter(name="경비 3").update(owner=None, state="paid", spent_on="2026-11-30")


def expected(counted: tuple[str, ...] = HANDED_IN) -> int:
    rows = Expense.objects.filter(spent_on__year=2026, spent_on__month=11, state__in=counted)
    return sum(rows.values_list("amount", flat=True))


@pytest.mark.parametrize("counted", ["handed_in", "approved"])
def test_rows_columns_and_corner_agree_to_the_won(many: None, ada: User, counted: str) -> None:
    sheet = month.read(ada, Asked(NOVEMBER.month, counted))
    total = expected(month.COUNTED[counted])
    assert sheet.total.amount == total > 0
    assert sum(row.total.amount for row in sheet.rows) == total
    assert sum(cell.amount for cell in sheet.foot) == total
    for number, cell in enumerate(sheet.foot):
        assert cell.amount == sum(row.cells[number].amount for row in sheet.rows)
    for row in sheet.rows:
        assert row.total.amount == sum(cell.amount for cell in row.cells)
    assert sheet.rows[-1].name, "nobody's stand there, too"


def test_every_sum_leads_to_the_list_of_exactly_these(
    many: None, ada: User, bob: User, carol: User, browse: Browse
) -> None:
    """In all, and where a department narrows the sheet."""
    department = put_into("영업", bob, carol)
    client = browse(ada)
    for asked in (NOVEMBER, Asked(NOVEMBER.month, "approved", department.pk)):
        sheet = month.read(ada, asked)
        assert len(sheet.rows) == (2 if asked.department else 4)
        cells = [*sheet.foot, sheet.total, *(row.total for row in sheet.rows), *sheet.rows[0].cells]
        for cell in filter(lambda each: each.count, cells):
            listing = client.get(cell.address).context["listing"]
            assert listing.count == cell.count, cell.address
            assert listing.problems == []
        answer = client.get(sheet.total.address)
        assert f"{sheet.total.amount:,}" in answer.content.decode()


def test_members_find_their_own_a_head_the_department_s(
    many: None, ada: User, bob: User, carol: User
) -> None:
    own = month.read(bob, NOVEMBER)
    assert [row.name for row in own.rows] == [bob.name]
    above = put_into("영업본부", carol)
    put_into("영업1팀", bob, above=above)
    head = give(carol, view=2)
    assert {row.name for row in month.read(head, NOVEMBER).rows} == {bob.name, carol.name}
    assert [name.strip() for _key, name in month.offered(head)] == ["영업본부", "영업1팀"]
    assert [name.strip() for _key, name in month.offered(bob)] == ["영업본부", "영업1팀"]
    narrowed = month.read(head, Asked(NOVEMBER.month, department=bob.department_id or above.pk))
    assert narrowed.total.amount <= month.read(head, NOVEMBER).total.amount


def test_one_turns_the_months_and_what_is_no_month_is_this_one(
    many: None, ada: User, browse: Browse
) -> None:
    client = browse(ada)
    page = client.get(PATH, {"month": "2026-12"})
    assert "2026년 12월" in page.content.decode()
    assert "month=2026-11" in page.content.decode()
    assert "month=2027-01" in page.content.decode()
    this = client.get(PATH).context["sheet"].asked
    for wrong in ("2026-13", "2026-00", "x", "0001-01", "9999-99", "２０２６-11"):
        answer = client.get(PATH, {"month": wrong, "counted": "x", "department": "x"})
        assert answer.status_code == 200
        assert answer.context["sheet"].asked == this
    assert month.later(date(2999, 12, 1), 1) == date(2999, 12, 1)
    assert month.later(date(2026, 1, 1), -1) == date(2025, 12, 1)


def test_the_workbook_holds_the_same_sums_says_who_took_it_and_stands_in_the_audit(
    many: None, ada: User, browse: Browse
) -> None:
    address = f"{PATH}export?month=2026-11"
    client = browse(ada)
    assert client.post(address, {"reason": " "}).status_code == 302
    answer = client.post(address, {"reason": "월 마감"})
    file = BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert ada.name in str(rows[0][0])
    assert rows[-1][-1] == expected()
    assert sum(int(row[-1]) for row in rows[2:-1]) == expected()
    line = AuditEntry.objects.get(action="expenses.expense.export")
    assert line.changes["reason"] == "월 마감"
    assert (
        line.changes["rows"]
        == Expense.objects.filter(spent_on__month=11, state__in=HANDED_IN).count()
    )


def test_the_sheet_is_taken_away_by_who_may_export_alone(
    many: None, bob: User, browse: Browse
) -> None:
    assert browse(bob).post(f"{PATH}export", {"reason": "x"}).status_code == 403
    assert "month-export" not in browse(bob).get(f"{PATH}?month=2026-11").content.decode()


def test_an_empty_month_says_what_to_do(browse: Browse, bob: User) -> None:
    text = browse(bob).get(f"{PATH}?month=2020-01").content.decode()
    assert "/expenses/expenses/new" in text
