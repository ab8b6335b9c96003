"""Reports that come ready: numbers, whose they are, the lists they open, files (R01-R123)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dangol import clock, registry
from dangol.about_reports import ReadyReport
from dangol.access import HIDE
from dangol.records.lists.selection import read_selection
from modules.base.models import ContactHistory, Customer, Order
from modules.boards.models import Board, Post
from modules.calendar.models import Todo
from modules.calendar.services.anniversaries import anniversaries
from modules.cleansing.models import Fault
from modules.innovation.models import Kpi, Progress, Task
from tenants.context import inside
from tenants.exports.models import Export
from tenants.models import Company
from tenants.people.models import AuditEntry, Department, User
from tenants.queries import desk
from tenants.reports.ready import finding
from tenants.reports.ready.asked import read_asked
from tenants.reports.ready.table import Cell, Table
from tests.test_reports import clerk, fresh

Browse = Callable[..., Client]
SCREEN = "/tenants/reports/ready/"
REPORTS = registry.reports()
COUNTING = [report for report in REPORTS.values() if report.record]
"""Those that count records, whose lists their numbers open."""
EVERY = pytest.mark.parametrize("report", REPORTS.values(), ids=list(REPORTS))


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+09:00")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The 15th of June 2026, at noon in Korea."""
    monkeypatch.setattr(clock, "now", lambda: moment("2026-06-15"))
    return date(2026, 6, 15)


@pytest.fixture
def people(inside_hanbit: Company, ada: User, bob: User) -> dict[str, Customer]:
    """Four customers, their contacts and orders over three months of 2026 and one of 2025."""
    facts: list[dict[str, Any]] = [
        {"name": "가", "grade": 1, "owner": ada, "source": "박람회",
         "birth_date": date(1990, 6, 16), "home_line1": "서울 마포구 월드컵북로 1",
         "mail_ads": True, "email": "ga@people.example"},
        {"name": "나", "grade": 1, "owner": bob, "source": "박람회",
         "birth_date": date(1990, 6, 15), "home_line1": "경상남도 창원시 1",
         "mobile": "010-1234-5678"},
        {"name": "다", "grade": 4, "owner": ada, "source": "소개", "mailing_place": "work",
         "home_line1": "부산 1", "work_line1": "충청북도 청주시 1", "sms_ads": True},
        {"name": "라", "owner": None, "home_line1": "평양 1"},
    ]  # fmt: skip
    added = ("2026-01-10", "2026-03-31", "2026-06-01", "2025-12-31")
    found = {
        each["name"]: Customer.objects.create(
            **each, collector=each["owner"], created_at=moment(day)
        )
        for each, day in zip(facts, added, strict=True)
    }
    for name, stage, due, interest, favour in (
        ("가", 6, "2026-05-31", 85, -60), ("나", 3, "2026-06-14", 0, 0),
        ("다", 6, "2026-06-15", 25, 100), ("라", 1, None, None, None),
    ):  # fmt: skip
        Customer.objects.filter(pk=found[name].pk).update(
            lifecycle=stage, next_contact_on=due, interest=interest, favour=favour
        )
    _busy(found, ada, bob)
    return found


def _busy(found: dict[str, Customer], ada: User, bob: User) -> None:
    for name, medium, day, staff in (
        ("가", "phone", "2026-01-20", ada), ("가", "phone", "2026-06-02", bob),
        ("나", "visit", "2026-06-03", bob), ("라", "mail", "2025-12-30", None),
    ):  # fmt: skip
        ContactHistory.objects.create(
            customer=found[name], medium=medium, contacted_at=moment(day), staff=staff, subject=day
        )
    for name, amount, state, day in (
        ("가", 1000, "done", "2026-01-05"), ("나", 300, "paid", "2026-03-10"),
        ("나", 9999, "cancelled", "2026-03-11"), ("다", 50, "paid", "2026-06-11"),
        ("라", 7, "paid", "2026-06-12"), ("가", 5, "paid", "2025-11-01"),
    ):  # fmt: skip
        Order.objects.create(
            customer=found[name], owner=found[name].owner, amount=amount, state=state,
            ordered_at=moment(day), number=f"{name}{day}",
        )  # fmt: skip
    Todo.objects.create(title="전화", owner=ada, due_on=date(2026, 6, 20))
    Todo.objects.create(title="메일", owner=bob, due_on=date(2026, 6, 1), state="done")
    board = Board.objects.create(name="공지", kind="notice")
    for reads, state in ((3, "published"), (4, "published"), (50, "draft")):
        Post.objects.create(
            board=board, kind="notice", title=f"글{reads}", owner=ada, read_count=reads,
            state=state, published_at=moment("2026-02-02"),
        )  # fmt: skip
    for owner in (ada, bob):
        task = Task.objects.create(name="반품률 낮추기", starts_on=date(2026, 5, 1), owner=owner)
        Progress.objects.create(
            task=task, reported_on=date(2026, 6, 1), planned=60, actual=45, remark="한 일"
        )
        Kpi.objects.create(task=task, name="반품률")
    Fault.objects.create(
        customer=found["가"], field="email", kind="bounced", value="x", owner=ada,
        found_on=date(2026, 6, 1),
    )  # fmt: skip


def table(user: User, slug: str, **given: str) -> Table:
    return finding.read_table(read_asked(REPORTS[slug], user, given))


def told(shown: Table) -> dict[str, list[int | None]]:
    """{line: its numbers}, of shares the part."""
    return {line.label: [cell.value for cell in line.cells] for line in shown.lines}


def cells(shown: Table) -> Iterator[tuple[Cell, str]]:
    """Every number that opens a list, and what it is."""
    for line in [*shown.lines, *([shown.total] if shown.total else [])]:
        for head, cell in zip(shown.heads, line.cells, strict=True):
            if cell.link and head.unit != "rate":
                yield cell, f"{line.label} · {head.label}"


def opened(cell: Cell, user: User, column: str) -> int:
    """What the list that a number opens comes to, read anew from its address."""
    place = urlsplit(cell.link)
    record = next(
        each for each in desk.records().values() if reverse(each.url_name("list")) == place.path
    )
    asked = {name: values for name, values in parse_qs(place.query).items() if name != "group"}
    rows = read_selection(record, user, asked, strict=True).of(record.visible_to(user))
    if not column:
        return rows.count()
    return sum(rows.values_list(column, flat=True))


def summed(report: ReadyReport, shown: Table, cell: Cell) -> str:
    """The column that a number adds up; "" for a count."""
    for line in [*shown.lines, *([shown.total] if shown.total else [])]:
        for place, each in enumerate(line.cells):
            if each is cell and shown.heads[place].unit == "money":
                return "amount"
            if each is cell and report.sums and not report.across and place >= 2:
                return list(report.sums)[place - 2]
    return ""


@pytest.mark.feature("R01")
def test_growth_counts_new_all_and_active_customers(people: dict[str, Customer], ada: User) -> None:
    shown = table(ada, "customer-growth")
    assert told(shown) == {
        "2026년 1월": [1, 2, 1], "2026년 2월": [0, 2, 0], "2026년 3월": [1, 3, 1],
        "2026년 4월": [0, 3, 0], "2026년 5월": [0, 3, 0], "2026년 6월": [1, 4, 4],
    }  # fmt: skip
    assert [cell.value for cell in shown.total.cells] == [3, None, None]  # type: ignore[union-attr]


@pytest.mark.feature("R01")
def test_what_other_tables_decide_is_not_tested_customer_by_customer(
    people: dict[str, Customer], ada: User
) -> None:
    """Among a million customers twelve months of contacts and orders took half a minute so."""
    with CaptureQueriesContext(connection) as captured:
        table(ada, "customer-growth")
    (row_by_row,) = [each["sql"] for each in captured if "FILTER (WHERE" in each["sql"]]
    assert "base_contacthistory" not in row_by_row
    assert sum("base_contacthistory" in each["sql"] for each in captured) == 1


@pytest.mark.feature("R02")
def test_sources_have_their_shares(people: dict[str, Customer], ada: User) -> None:
    shown = table(ada, "customer-sources")
    assert told(shown) == {"박람회": [2, 2], "소개": [1, 1]}
    assert shown.rows[0][1][1][2] == "66.7%"


@pytest.mark.feature("R03")
def test_grades_have_customers_and_sales_without_what_was_cancelled(
    people: dict[str, Customer], ada: User
) -> None:
    shown = table(ada, "customer-grades", **{"from": "2026-03-01", "to": "2026-06-15"})
    assert [head.label for head in shown.heads] == [
        "고객", "매출", "2026년 3월", "2026년 4월", "2026년 5월", "2026년 6월",
    ]  # fmt: skip
    found = told(shown)
    assert found["A+"] == [2, 300, 300, 0, 0, 0]
    assert found["C"] == [1, 50, 0, 0, 0, 50]
    assert found["없음"] == [1, 7, 0, 0, 0, 7]


@pytest.mark.feature("R04")
def test_ages_change_on_the_birthday(people: dict[str, Customer], ada: User) -> None:
    Customer.objects.filter(name="라").update(birth_date=date(1956, 6, 16))
    found = told(table(ada, "customer-ages"))
    assert found["30–39세"][0] == 2
    assert found["60–69세"][0] == 1, "seventy only tomorrow"
    assert found["알 수 없음"][0] == 1


@pytest.mark.feature("R04")
def test_ages_are_counted_by_sex(people: dict[str, Customer], ada: User) -> None:
    Customer.objects.filter(name="라").update(birth_date=date(1956, 6, 16), sex="f")
    shown = table(ada, "customer-ages")
    assert [str(head.label) for head in shown.heads] == ["고객", "여성", "남성", "알 수 없음"]
    assert told(shown)["60–69세"] == [1, 1, 0, 0]
    assert sum(told(shown)["30–39세"][1:]) == told(shown)["30–39세"][0]


@pytest.mark.feature("R06")
def test_occupations_by_income_are_a_map_of_heat(people: dict[str, Customer], ada: User) -> None:
    Customer.objects.filter(name__in=["가", "나"]).update(occupation="employee", income="3")
    Customer.objects.filter(name="라").update(occupation="employee")
    shown = table(ada, "customer-occupations")
    found = told(shown)
    assert found["회사원"] == [0, 0, 2, 0, 0, 0, 1, 3]
    assert found["알 수 없음"][-1] == Customer.objects.present().count() - 3
    assert shown.is_heat
    heat = next(line for line in shown.lines if line.label == "회사원").cells
    assert heat[2].heat > heat[6].heat > heat[0].heat == 0
    assert heat[7].heat == 0, "the line's sum has no shade"


@pytest.mark.feature("R04")
def test_whoever_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march(
    people: dict[str, Customer], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    Customer.objects.filter(name="라").update(birth_date=date(2004, 2, 29))
    for day, line in (("2024-02-28", "20세 미만"), ("2024-02-29", "20–29세")):
        monkeypatch.setattr(clock, "now", lambda day=day: moment(day))
        assert told(table(ada, "customer-ages"))[line][0] == 1


@pytest.mark.feature("R05")
def test_regions_are_told_from_the_address_that_post_goes_to(
    people: dict[str, Customer], ada: User
) -> None:
    found = {name: counts[0] for name, counts in told(table(ada, "customer-regions")).items()}
    assert {name: count for name, count in found.items() if count} == {
        "서울": 1, "경남": 1, "충북": 1, "그 밖의 주소": 1,
    }  # fmt: skip


@pytest.mark.feature("R05")
def test_sales_of_regions_are_those_of_the_days_without_what_was_cancelled(
    people: dict[str, Customer], ada: User, browse: Browse
) -> None:
    shown = table(ada, "customer-regions", **{"from": "2026-01-01", "to": "2026-06-30"})
    assert [str(head.label) for head in shown.heads] == ["고객", "매출", "고객 비율"]
    found = {line.label: line for line in shown.lines}
    sales = {name: line.cells[1].value for name, line in found.items() if line.cells[1].value}
    assert sales == {"서울": 1000, "경남": 300, "충북": 50, "그 밖의 주소": 7}
    assert [cell.value for cell in shown.total.cells[:2]] == [4, 1357]
    share = found["서울"].cells[2]
    assert (share.value, share.whole) == (1, 4)
    listed = browse(ada).get(found["서울"].cells[1].link).context["listing"]
    assert (listed.count, listed.problems) == (1, [])


@pytest.mark.feature("R07")
def test_contacts_by_medium_show_months_without_any(people: dict[str, Customer], ada: User) -> None:
    shown = table(ada, "contacts-by-medium", **{"from": "2026-01-01", "to": "2026-06-30"})
    assert [head.label for head in shown.heads] == ["방문", "전화", "모두"]
    assert told(shown) == {
        "2026년 1월": [0, 1, 1], "2026년 2월": [0, 0, 0], "2026년 3월": [0, 0, 0],
        "2026년 4월": [0, 0, 0], "2026년 5월": [0, 0, 0], "2026년 6월": [1, 1, 2],
    }  # fmt: skip
    assert [line.cells[1].heat for line in shown.lines] == [5, 0, 0, 0, 0, 5]


@pytest.mark.feature("R08")
def test_contacts_by_employee_of_this_month(people: dict[str, Customer], ada: User) -> None:
    assert told(table(ada, "contacts-by-person")) == {"밥": [2, 2]}


@pytest.mark.feature("R10")
def test_permissions_by_way(people: dict[str, Customer], ada: User) -> None:
    found = told(table(ada, "permissions"))
    assert found["메일"][:2] == [1, 3]
    assert found["문자"][:2] == [1, 3]


@pytest.mark.feature("R12")
def test_data_errors_by_field_and_state(people: dict[str, Customer], ada: User) -> None:
    assert told(table(ada, "data-errors")) == {"메일": [1, 1]}


@pytest.mark.feature("R14")
def test_filled_fields(people: dict[str, Customer], ada: User) -> None:
    found = told(table(ada, "filled-fields"))
    assert (found["휴대폰"], found["생년월일"]) == ([1, 3, 1], [2, 2, 2])


@pytest.mark.feature("R15")
def test_birthdays_by_month(people: dict[str, Customer], ada: User) -> None:
    found = told(table(ada, "birthdays"))
    assert (found["6월"], found["7월"], len(found)) == ([2], [0], 12)


@pytest.mark.feature("R15")
def test_anniversaries_by_day_and_kind(people: dict[str, Customer], ada: User) -> None:
    for name, kind, written in (
        ("가", "birthday", "1990-06-16"), ("나", "birthday", "06-16"), ("다", "wedding", "06-16"),
        ("다", "birthday", "06-30"), ("라", "wedding", "06-14"),
    ):  # fmt: skip
        anniversaries.create({"kind": kind, "written": written, "customer": people[name]})
    shown = table(ada, "anniversaries")
    assert [head.label for head in shown.heads] == ["생일", "결혼기념일", "모두"]
    counts = [[cell.value or 0 for cell in line.cells] for line in shown.lines]
    assert [each for each in counts if any(each)] == [[2, 1, 3], [1, 0, 1]]
    later = told(table(ada, "anniversaries", **{"from": "2027-06-01", "to": "2027-06-30"}))
    comes_next_year = [each[-1] for each in later.values() if each[-1]]
    assert comes_next_year == [1], "what has passed this year"


@pytest.mark.feature("R09")
def test_overdue_contacts_by_owner_and_by_when_they_were_due(
    people: dict[str, Customer], ada: User, bob: User
) -> None:
    """Who is due today is not overdue yet."""
    shown = table(ada, "contact-overdue")
    assert [head.label for head in shown.heads] == ["A+", "모두"]
    assert told(shown) == {ada.name: [1, 1], bob.name: [1, 1]}
    assert told(table(ada, "contact-overdue-since")) == {"2026년 5월": [1, 1], "2026년 6월": [1, 1]}


@pytest.mark.feature("R11")
def test_stages_of_life_and_what_a_month_of_joining_has_lost(
    people: dict[str, Customer], ada: User
) -> None:
    stages = told(table(ada, "customer-stages"))
    assert {name: counts[-1] for name, counts in stages.items()} == {
        "가망": 1,
        "기존": 1,
        "이탈": 2,
    }
    lost = told(table(ada, "customer-churn", period="this_year"))
    assert (lost["2026년 1월"], lost["2026년 3월"]) == ([1, 0, 1], [0, 1, 0])


@pytest.mark.feature("R16")
def test_interest_and_favour_have_no_gap_between_their_steps(
    people: dict[str, Customer], ada: User
) -> None:
    shown = table(ada, "interest-and-favour")
    found = {line.label: [cell.value for cell in line.cells] for line in shown.lines}
    assert found["80 – 100"] == [1, 0, 0, 0, 0]
    assert found["0"] == [0, 0, 1, 0, 0]
    assert found["20 – 39"] == [0, 0, 0, 0, 1]
    for interest in range(101):
        Customer.objects.create(name="점", interest=interest, favour=2 * interest - 100)
    total = table(ada, "interest-and-favour").total
    assert sum(cell.value or 0 for cell in total.cells) == 3 + 101  # type: ignore[union-attr]


@pytest.mark.feature("R72")
def test_to_dos_by_person_and_state(people: dict[str, Customer], ada: User, bob: User) -> None:
    found = told(table(ada, "todos-by-person"))
    assert {name: counts[-1] for name, counts in found.items()} == {ada.name: 1, bob.name: 1}


@pytest.mark.feature("R73")
def test_posts_by_board_without_drafts(people: dict[str, Customer], ada: User) -> None:
    assert told(table(ada, "posts-by-board")) == {"공지": [2, 2, 7, 0]}
    assert told(table(ada, "posts-by-author")) == {ada.name: [2, 2, 7, 0]}


@pytest.mark.parametrize("report", COUNTING, ids=lambda report: report.slug)
@pytest.mark.feature("R01")
@pytest.mark.feature("R73")
def test_every_number_is_what_its_list_comes_to(
    report: ReadyReport, people: dict[str, Customer], ada: User, bob: User
) -> None:
    for given in ({}, {"whose": "me"}):
        asked = {**given, **({"from": "2025-11-01", "to": "2026-06-30"} if report.days else {})}
        shown = table(ada, report.slug, **(asked if report.people else {}))
        assert not shown.problem
        numbers = list(cells(shown))
        assert numbers, "every report leads to its records"
        for cell, what in numbers:
            assert cell.value == opened(cell, ada, summed(report, shown, cell)), (what, cell.link)


@EVERY
@pytest.mark.feature("A17")
def test_every_report_opens_and_is_taken_away_by_those_who_may(
    report: ReadyReport, people: dict[str, Customer], ada: User, browse: Browse
) -> None:
    client = browse(ada)
    page = client.get(f"{SCREEN}{report.slug}/")
    assert page.status_code == 200
    assert str(report.label) in client.get("/tenants/reports/").content.decode()
    assert client.get(f"{SCREEN}{report.slug}/file").status_code == 200
    answer = client.post(f"{SCREEN}{report.slug}/file?period=last_year", {"reason": "report"})
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    ).get_sheet_by_index(0).to_python()  # fmt: skip
    assert rows[0][0].startswith(f"출력보안: {report.label}")
    assert ada.name in rows[0][0]


def test_a_person_or_a_department_is_chosen(
    people: dict[str, Customer], ada: User, bob: User
) -> None:
    above = Department.objects.create(name="영업본부")
    below = Department.objects.create(name="1팀", parent=above)
    User.objects.filter(pk=bob.pk).update(department=below)
    for whose, count in ((f"p:{bob.pk}", 1), (f"d:{above.pk}", 1), ("me", 2), ("", 4)):
        shown = table(ada, "birthdays", whose=whose)
        assert table(ada, "customer-ages", whose=whose).total.cells[0].value == count  # type: ignore[union-attr]
        assert len(shown.lines) == 12


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"period": "someday"}, "목록에서 기간을 고르세요"),
        ({"from": "2026-02-30"}, "없는 날짜예요"),
        ({"from": "2026-06-02", "to": "2026-06-01"}, "시작일이 종료일보다 늦어요"),
        ({"from": "1950-01-01", "to": "2026-06-01"}, "10년까지"),
        ({"whose": "p:nobody"}, "사람이나 부서를 고르세요"),
        ({"whose": "d:00000000-0000-7000-8000-0000000000ff"}, "사람이나 부서를 고르세요"),
    ],
)
def test_what_makes_no_sense_is_said(
    given: dict[str, str], words: str, inside_hanbit: Company, ada: User, browse: Browse
) -> None:
    answer = browse(ada).get(f"{SCREEN}customer-growth/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_empty_department_is_said(inside_hanbit: Company, ada: User, browse: Browse) -> None:
    empty = Department.objects.create(name="빈 부서")
    answer = browse(ada).get(f"{SCREEN}customer-growth/", {"whose": f"d:{empty.pk}"})
    assert answer.status_code == 422
    assert "빈 부서" in answer.content.decode()


def test_days_beside_a_period_win_only_when_they_differ(inside_hanbit: Company, ada: User) -> None:
    report = REPORTS["customer-growth"]
    same = {"period": "this_month", "from": "2026-06-01", "to": "2026-06-30"}
    assert read_asked(report, ada, same).period == "this_month"
    other = read_asked(report, ada, {**same, "from": "2026-05-01"})
    assert (other.period, other.first) == ("", date(2026, 5, 1))


@pytest.mark.feature("P5")
def test_each_viewer_counts_what_they_see(
    people: dict[str, Customer], ada: User, bob: User
) -> None:
    clerk(bob, customer__view=1, order__view=1)
    found = told(table(fresh(bob), "customer-grades"))
    assert found["A+"][:2] == [1, 300]
    assert found["C"][0] == 0
    assert told(table(fresh(bob), "customer-growth"))["2026년 6월"] == [0, 1, 1]


@pytest.mark.feature("P5")
def test_closed_fields_leave_no_trace(
    people: dict[str, Customer], ada: User, bob: User, browse: Browse
) -> None:
    closed = {"grade": HIDE, "home_line1": HIDE, "mail_ads": HIDE, "source": HIDE, "mobile": HIDE}
    clerk(bob, closed={"base.customer": closed})
    bob = fresh(bob)
    assert table(bob, "customer-grades").lines == []
    assert table(bob, "customer-regions").problem
    assert table(bob, "customer-sources").problem
    assert "메일" not in told(table(bob, "permissions"))
    assert "휴대폰" not in told(table(bob, "filled-fields"))
    page = browse(bob).get("/base/orders/?customer_grade=1").content.decode()
    assert "“customer_grade” 필터는 없어서" in page
    page = browse(bob).get("/base/orders/?customer_region=서울").content.decode()
    assert "“customer_region” 필터는 없어서" in page
    file = browse(bob).post(f"{SCREEN}customer-sources/file", {"reason": "report"})
    assert file.status_code == 422


@pytest.mark.feature("P5")
def test_whoever_may_not_see_a_type_has_none_of_its_reports(
    inside_hanbit: Company, bob: User, browse: Browse
) -> None:
    clerk(bob, contact__view=0, customer__export=0)
    client = browse(fresh(bob))
    assert client.get(f"{SCREEN}contacts-by-medium/").status_code == 404
    assert "매체별 접촉" not in client.get("/tenants/reports/").content.decode()
    assert client.get(f"{SCREEN}customer-growth/").status_code == 200
    assert client.get(f"{SCREEN}customer-growth/file").status_code == 404
    assert client.get(f"{SCREEN}nothing/").status_code == 404


@pytest.mark.feature("A14")
@pytest.mark.feature("V2")
def test_a_file_needs_a_reason_and_says_who_took_it(
    people: dict[str, Customer], ada: User, browse: Browse
) -> None:
    client, place = browse(ada), f"{SCREEN}customer-sources/file"
    refused = client.post(place, {"kind": "csv"})
    assert refused.status_code == 422
    assert not Export.objects.exists()
    answer = client.post(place, {"kind": "csv", "reason_text": "월례 보고"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    mark, heads, *lines = csv.reader(io.StringIO(content))
    assert mark[0].startswith("출력보안: 출처별 고객 2026-01-01 – 2026-12-31")
    assert lines == [["박람회", "2", "66.7"], ["소개", "1", "33.3"], ["모두", "3", "100.0"]]
    assert heads[1:] == ["고객", "비중 (%)"]
    kept = Export.objects.get()
    assert (kept.state, kept.user) == ("taken", ada)
    assert kept.reason == "출처별 고객 · 월례 보고"
    line = AuditEntry.objects.filter(action="base.customer.export").latest("pk")
    assert "월례 보고" in str(line.changes)


def test_a_value_that_looks_like_a_formula_is_text_in_the_file(
    inside_hanbit: Company, ada: User, browse: Browse
) -> None:
    Customer.objects.create(name="가", source="=1+1", owner=ada)
    answer = browse(ada).post(f"{SCREEN}customer-sources/file", {"kind": "csv", "reason": "report"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "\n=1+1" not in content


def test_of_too_many_groups_the_largest_are_shown_and_the_rest_is_one_line(
    people: dict[str, Customer], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.reports.ready.grouped.MOST_LINES", 1)
    shown = table(ada, "customer-sources")
    assert told(shown) == {"박람회": [2, 2], "나머지": [1, 1]}
    assert shown.notices
    assert shown.total.cells[0].value == 3  # type: ignore[union-attr]


def test_of_too_many_columns_the_largest_are_shown_and_sums_are_over_all(
    people: dict[str, Customer], ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.reports.ready.grouped.MOST_COLUMNS", 1)
    ContactHistory.objects.create(
        customer=people["나"], medium="visit", contacted_at=moment("2026-06-04"), subject="또"
    )
    shown = table(ada, "contacts-by-medium", **{"from": "2026-06-01", "to": "2026-06-30"})
    assert [head.label for head in shown.heads] == ["방문", "모두"]
    assert told(shown) == {"2026년 6월": [2, 3]}, "the phone call is in the sum that its list has"
    assert shown.notices
    for cell, what in cells(shown):
        assert cell.value == opened(cell, ada, ""), what


def test_more_people_cost_no_more_statements(
    people: dict[str, Customer], ada: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        user = User.objects.create(email=f"u{number}@people.example", name=f"사람{number}")
        Todo.objects.create(title="전화", owner=user, due_on=date(2026, 6, 20))
    with django_assert_max_num_queries(12):
        assert len(table(ada, "todos-by-person").lines) == 17


def test_another_company_s_numbers_are_not_in_it(
    hanbit: Company, daon: Company, ada: User, eve: User
) -> None:
    for company, user in ((hanbit, ada), (daon, eve)):
        with inside(company):
            shown = table(user, "customer-ages")
            assert shown.total.cells[0].value == 0  # type: ignore[union-attr]
            Customer.objects.create(name="가")


def test_it_is_read_in_few_statements(
    people: dict[str, Customer], ada: User, django_assert_max_num_queries: Any
) -> None:
    for slug in REPORTS:
        with django_assert_max_num_queries(12):
            table(ada, slug)


def test_a_period_reaches_to_its_last_day(people: dict[str, Customer], ada: User) -> None:
    last = date(2026, 3, 31)
    asked = {"from": "2026-03-31", "to": last.isoformat()}
    assert told(table(ada, "customer-sources", **asked)) == {"박람회": [1, 1]}
    before = {"from": "2026-03-01", "to": (last - timedelta(days=1)).isoformat()}
    assert table(ada, "customer-sources", **before).is_empty
