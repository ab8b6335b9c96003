"""Find and replace, undo, and other rules in the check of a file (U5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.errors import RuleBroken
from dangol.imports.together import TogetherIntake
from modules.base.models import Customer
from tenants.context import inside
from tenants.importing.models import ImportRun
from tenants.importing.queries import problems
from tenants.importing.queries.changes import changed_count, changed_rows
from tenants.importing.services import checks, repairs, replacing, runs
from tenants.importing.services.replacing import ALL, Found
from tenants.models import Company
from tenants.people.models import User
from tests.importing.import_files import HEADER, csv_file, imported, line
from tests.importing.test_checks import checked, forecast, outcome

pytestmark = pytest.mark.feature("U5")
MOBILE, COMPANY, GRADE = (HEADER.index(head) for head in ("핸드폰", "회사명", "등급"))


def replaced(
    run: ImportRun, find: str, put: str, column: int = ALL, *, is_whole: bool = False
) -> Found:
    """Replaced, and checked again as a worker does."""
    wanted = replacing.asked_for(run, find, put, column, is_whole=is_whole)
    run.refresh_from_db()
    found = replacing.replace(run, wanted, lambda: checks.check(run.pk))
    checks.check(run.pk)  # after the commit, which a test does not come to
    run.refresh_from_db()
    return found


def undone(run: ImportRun) -> None:
    repairs.undo(run, lambda: None)
    run.refresh_from_db()
    if run.state == ImportRun.State.CHECKING:
        checks.check(run.pk)
        run.refresh_from_db()


def names() -> list[str]:
    return sorted(Customer.objects.values_list("company_name", flat=True))


def test_a_text_is_replaced_in_every_row_of_the_file_those_that_are_fine_included(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TogetherIntake, "part", 7)
    monkeypatch.setattr(replacing, "PART", 5)
    run = checked(ada, [HEADER, *(line(n) for n in range(60)), line(90, 핸드폰="12-34")])
    wanted = replacing.asked_for(run, "㈜", "(주)", COMPANY, is_whole=False)
    assert replacing.count(run, wanted) == Found(61, 61)
    assert changed_count(run) == 0, "counting changes nothing"

    assert replaced(run, "㈜", "(주)", COMPANY) == Found(61, 61)
    assert forecast(run) == (60, 0, 0, 1)
    assert changed_count(run) == 61
    assert outcome(run) == (60, 0, 0, 1)
    assert set(names()) == {"(주)한빛물산"}
    assert run.rows.get(number=61).cells[COMPANY] == "(주)한빛물산"


def test_replacing_mends_bad_cells_and_makes_good_ones_bad(inside_hanbit: Any, ada: User) -> None:
    run = checked(ada, [HEADER, line(1, 등급="우수"), line(2, 등급="우수"), line(3)])
    assert forecast(run) == (1, 0, 0, 2)
    replaced(run, "우수", "A", GRADE)
    assert forecast(run) == (3, 0, 0, 0)
    replaced(run, "A", "최고")
    assert forecast(run) == (0, 0, 0, 3)
    assert {kind.reason for kind in problems.kinds(run)} == {"grade_unknown:grade"}
    undone(run)
    undone(run)
    assert forecast(run) == (1, 0, 0, 2)
    assert changed_count(run) == 0


def test_whole_cells_alone_and_empty_ones_are_replaced_when_asked(
    inside_hanbit: Any, ada: User
) -> None:
    rows = [line(1, 등급=""), line(2, 등급="A"), line(3, 등급="A+")]
    run = checked(ada, [HEADER, *rows])
    assert replaced(run, "A", "B", GRADE, is_whole=True) == Found(1, 1)
    assert replaced(run, "", "C", GRADE, is_whole=True) == Found(1, 1)
    assert outcome(run) == (3, 0, 0, 0)
    assert sorted(each.get_grade_display() for each in Customer.objects.all()) == ["A+", "B", "C"]


def test_what_was_mended_by_hand_is_replaced_and_undone_too(inside_hanbit: Any, ada: User) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="12-34"), line(2)])
    repairs.mend(run, 1, MOBILE, "010-7777-0001")
    replaced(run, "010-", "011-", MOBILE)
    assert run.problems.get(number=1).now[MOBILE] == "011-7777-0001"
    assert [number for number, _cells in changed_rows(run, 0, 9)] == [1, 2]
    assert [number for number, _cells in changed_rows(run, 1, 9)] == [2]
    undone(run)
    assert run.problems.get(number=1).now[MOBILE] == "010-7777-0001"
    undone(run)
    assert run.problems.get(number=1).mended is None
    assert forecast(run) == (1, 0, 0, 1)
    with pytest.raises(RuleBroken) as refused:
        repairs.undo(run, lambda: None)
    assert refused.value.code == "import_undo"


def test_the_last_deed_is_undone_first_whatever_it_was(inside_hanbit: Any, ada: User) -> None:
    rows = [line(n, 핸드폰=f"0l0-0482-66{n:02}") for n in range(5)]
    run = checked(ada, [HEADER, *rows, line(9, 이메일="x")])
    seen = [forecast(run)]
    for deed in (
        lambda: repairs.mend_alike(run, "mobile_form:mobile"),
        lambda: repairs.leave_out(run, 6),
        lambda: repairs.put_back(run, 1),
        lambda: repairs.put_back(run, 6),
        lambda: repairs.empty_alike(run, "email_form:email"),
    ):
        deed()
        seen.append(forecast(run))
    assert seen[1:] == [(5, 0, 0, 1), (5, 0, 0, 1), (4, 0, 0, 2), (4, 0, 0, 2), (5, 0, 0, 1)]
    for before in seen[-2::-1]:
        undone(run)
        assert forecast(run) == before
    assert not run.steps.exists()
    assert not run.befores.exists()


@pytest.mark.parametrize(
    ("find", "put", "column", "code"),
    [
        ("", "x", ALL, "import_find"),
        ("없는 글자", "x", ALL, "import_find_none"),
        ("김", "x", 99, "import_cell"),
        ("김", "800517-1234568", ALL, "resident_number"),
        ("010-", "800517-1", MOBILE, "resident_number"),
    ],
)
def test_what_cannot_be_replaced_is_refused_and_changes_nothing(
    inside_hanbit: Any, ada: User, find: str, put: str, column: int, code: str
) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="010-234568")])
    before = forecast(run)
    with pytest.raises(RuleBroken) as refused:
        replaced(run, find, put, column)
    assert refused.value.code == code
    assert (forecast(run), run.replacements, run.steps.count()) == (before, [], 0)


def test_other_rules_keep_columns_repairs_and_what_can_be_undone(
    inside_hanbit: Any, ada: User
) -> None:
    imported(ada, csv_file([HEADER, line(1), line(2)]))
    rows = [
        line(1, 회사명="새 이름"),
        line(2),
        line(3),
        line(4, 핸드폰="12-34"),
        line(5, 이메일="x"),
    ]
    run = checked(ada, [HEADER, *rows])
    repairs.mend(run, 4, MOBILE, "010-2000-0004")
    repairs.leave_out(run, 5)
    replaced(run, "새 이름", "바뀐 이름")
    mapping = dict(run.mapping)
    assert forecast(run) == (2, 0, 2, 1)

    chosen = {column: field for field, column in run.mapping.items()}
    runs.choose(run, chosen, "update", lambda: None, keys=["mobile"])
    checks.check(run.pk)
    assert forecast(run) == (2, 2, 0, 1)
    assert (run.mapping, run.keys) == (mapping, ["mobile"])
    assert run.problems.get(number=4).mended
    assert run.problems.get(number=5).left_out
    for _deed in range(3):
        undone(run)
    assert forecast(run) == (1, 2, 0, 2)
    assert outcome(run) == (1, 2, 0, 2)


def test_undo_finds_the_row_that_a_new_check_had_found_good(inside_hanbit: Any, ada: User) -> None:
    """Its repair was taken back, so nothing of it is left but what undo would bring."""
    run = checked(ada, [HEADER, line(1, 등급="우수")])
    repairs.mend(run, 1, GRADE, "A")
    repairs.put_back(run, 1)
    chosen = {0: "name", MOBILE: "mobile"}
    runs.choose(run, chosen, "skip", lambda: None)
    checks.check(run.pk)
    assert forecast(run) == (1, 0, 0, 0)
    undone(run)
    assert run.problems.get(number=1).now[GRADE] == "A"


def test_the_screen_counts_then_replaces_then_undoes(
    hanbit: Company,
    ada: User,
    browse: Callable[..., Client],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1, 등급="우수"), *(line(n) for n in range(2, 80))])
    page = f"/base/customers/import/{run.pk}/"
    client, htmx = browse(ada), {"hx-request": "true"}
    asked = {"find": "우수", "put": "A", "column": str(GRADE)}
    counted = client.get(f"{page}replace", asked, headers=htmx).content.decode()
    assert "1행에서 1칸" in counted
    assert "<table" not in counted
    whole = client.get(f"{page}replace", asked).content.decode()
    assert "1행에서 1칸" in whole, "without scripts it is the whole page"
    assert 'value="우수"' in whole

    with django_capture_on_commit_callbacks() as later:
        assert client.post(f"{page}replace", asked, headers=htmx).status_code == 200
    with inside(hanbit):
        later[-1]()
        assert forecast(run) == (79, 0, 0, 0), "a small file is checked at once"
    shown = client.get(f"{page}?show=mended").content.decode()
    assert "“우수” → “A” 1칸" in shown
    assert "원래" in shown
    with django_capture_on_commit_callbacks() as later:
        client.post(f"{page}repair", {"deed": "undo"}, headers=htmx)
    with inside(hanbit):
        later[-1]()
        assert forecast(run) == (78, 0, 0, 1)


def test_the_screen_takes_other_rules_and_refuses_those_that_cannot_be(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        imported(ada, csv_file([HEADER, line(1)]))
        run = checked(ada, [HEADER, line(1), line(2)])
        assert forecast(run) == (1, 0, 1, 0)
    page = f"/base/customers/import/{run.pk}/"
    client, htmx = browse(ada), {"hx-request": "true"}
    assert client.post(f"{page}rules", {"on_duplicate": "only"}, headers=htmx).status_code == 200
    with inside(hanbit):
        checks.check(run.pk)
        assert forecast(run) == (0, 1, 1, 0)
    answer = client.post(f"{page}rules", {"on_duplicate": "only", "keys": "code"}, headers=htmx)
    assert answer.status_code == 422
    assert "비교하려면" in answer.content.decode()
    answer = client.post(f"{page}rules", {"on_duplicate": "all"})
    assert answer.status_code == 422


def test_another_company_can_neither_count_nor_replace(
    hanbit: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1)])
    page = f"/base/customers/import/{run.pk}/"
    assert browse(eve).get(f"{page}replace", {"find": "김"}).status_code == 404
    assert browse(eve).post(f"{page}replace", {"find": "김"}).status_code == 404
    assert browse(eve).post(f"{page}rules", {"on_duplicate": "skip"}).status_code == 404
