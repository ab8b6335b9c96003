"""The dry run of an import tells beforehand what will happen, and rows can be mended in it (U5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol.errors import RuleBroken
from dangol.imports.together import TogetherIntake
from modules.base.imports.suggestions import suggest
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.context import inside
from tenants.importing.models import ImportRun
from tenants.importing.queries import problems
from tenants.importing.services import checks, repairs, runs
from tenants.models import Company
from tenants.people.models import User
from tests.importing.import_files import (
    BAD,
    HEADER,
    csv_file,
    imported,
    line,
    states,
    thousand_with_seven_bad,
)

pytestmark = pytest.mark.feature("U5")


def checked(user: User, rows: list[list[str]], on_duplicate: str = "skip") -> ImportRun:
    """A file after its dry run."""
    run = runs.upload(customer_record, csv_file(rows), user=user)
    chosen = {column: field for field, column in run.mapping.items()}
    runs.choose(run, chosen, on_duplicate, lambda: None)
    checks.check(run.pk)
    run.refresh_from_db()
    return run


def forecast(run: ImportRun) -> tuple[int, int, int, int]:
    run.refresh_from_db()
    return run.will_create, run.will_update, run.will_skip, run.will_reject


def outcome(run: ImportRun) -> tuple[int, int, int, int]:
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    return run.created, run.updated, run.skipped, run.rejected


@pytest.mark.parametrize("policy", ["skip", "update"])
def test_what_is_foretold_comes_true(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch, policy: str
) -> None:
    """Customers that are here, rows that stand twice over the border of two parts, bad rows."""
    monkeypatch.setattr(TogetherIntake, "part", 7)
    imported(ada, csv_file([HEADER, *(line(n) for n in range(5))]))
    rows = [line(n) for n in range(20)] + [line(3), line(15)] + [line(99, 핸드폰="12-34")]
    run = checked(ada, [HEADER, *rows], policy)
    told = forecast(run)
    assert Customer.objects.count() == 5, "the dry run writes no customer"
    assert told == ((15, 0, 7, 1) if policy == "skip" else (15, 7, 0, 1))
    assert outcome(run) == told


def test_each_kind_of_trouble_is_counted(inside_hanbit: Any, ada: User) -> None:
    run = checked(ada, thousand_with_seven_bad())
    assert forecast(run) == (993, 0, 0, 7)
    assert {kind.reason for kind in problems.kinds(run)} == {why for _row, why in BAD.values()}
    shown = problems.lines(run, problems.BAD, "", 0)
    assert [each.number for each in shown] == sorted(BAD)


def test_a_mended_cell_is_imported_as_mended(inside_hanbit: Any, ada: User) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="0l0-0482-6613"), line(2, 이메일="x")])
    assert forecast(run) == (0, 0, 0, 2)
    repairs.mend(run, 1, HEADER.index("핸드폰"), "010-0482-6613")
    assert forecast(run) == (1, 0, 0, 1)
    assert outcome(run) == (1, 0, 0, 1)
    assert Customer.objects.get().mobile == "010-0482-6613"


def test_a_text_that_is_still_wrong_stays_an_error_and_says_why(
    inside_hanbit: Any, ada: User
) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="12-34")])
    problem = repairs.mend(run, 1, HEADER.index("핸드폰"), "99")
    assert problem.reason == "mobile_form:mobile"
    assert forecast(run) == (0, 0, 0, 1)


def test_one_repair_mends_all_of_its_kind_and_only_those(inside_hanbit: Any, ada: User) -> None:
    rows = [line(n, 핸드폰=f"0l0-0482-66{n:02}") for n in range(5)]
    run = checked(ada, [HEADER, *rows, line(50, 핸드폰="12-34"), line(51, 이메일="x")])
    assert repairs.mend_alike(run, "mobile_form:mobile") == 5
    assert forecast(run) == (5, 0, 0, 2)
    assert outcome(run) == (5, 0, 0, 2)


@pytest.mark.parametrize("twin", [2, 4])
@pytest.mark.parametrize("policy", ["skip", "update"])
def test_a_mended_row_that_another_row_equals_is_not_promised_as_new(
    inside_hanbit: Any, ada: User, twin: int, policy: str
) -> None:
    """The other row is good, or was itself mended, and stands before or behind."""
    rows = [line(n) for n in range(1, 6)] + [line(9, 핸드폰="12-34", 이메일="")] * 2
    rows[2] = line(twin, 핸드폰="12-34", 이메일="")
    run = checked(ada, [HEADER, *rows], policy)
    assert forecast(run) == (4, 0, 0, 3)
    repairs.mend(run, 3, HEADER.index("핸드폰"), f"010-2000-{twin:04}")
    repairs.mend(run, 6, HEADER.index("핸드폰"), "010-2000-0009")
    repairs.mend(run, 7, HEADER.index("핸드폰"), "010-2000-0009")
    told = forecast(run)
    assert told == ((5, 2, 0, 0) if policy == "update" else (5, 0, 2, 0))
    assert outcome(run) == told


def test_leaving_a_mended_row_out_makes_its_twin_new_again(inside_hanbit: Any, ada: User) -> None:
    bad = line(9, 핸드폰="12-34", 이메일="")
    run = checked(ada, [HEADER, bad, bad])
    for number in (1, 2):
        repairs.mend(run, number, HEADER.index("핸드폰"), "010-2000-0009")
    assert forecast(run) == (1, 0, 1, 0)
    repairs.leave_out(run, 1)
    assert forecast(run) == (1, 0, 0, 1)
    assert outcome(run) == (1, 0, 0, 1)


def test_mending_many_is_written_in_parts(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also texts with marks that a database could read otherwise, and rows that stay bad."""
    monkeypatch.setattr(repairs, "PART", 10)
    odd = ['쉼표, "따옴표"', "{a,NULL}", "역\\빗금", "{}", ""]
    rows = [line(n, 핸드폰=f"0l0-0482-66{n:02}", 회사명=odd[n % 5]) for n in range(35)]
    run = checked(ada, [HEADER, *rows, *(line(n, 핸드폰="12-34") for n in range(50, 65))])
    with CaptureQueriesContext(connection) as asked:
        assert repairs.mend_alike(run, "mobile_form:mobile") == 35
    assert sum("UPDATE importing_importproblem" in each["sql"] for each in asked) <= 5
    assert forecast(run) == (35, 0, 0, 15)
    with CaptureQueriesContext(connection) as asked:
        assert repairs.empty_alike(run, "mobile_form:mobile") == 15
    assert sum("UPDATE importing_importproblem" in each["sql"] for each in asked) == 2
    assert outcome(run) == (50, 0, 0, 0)
    assert set(Customer.objects.values_list("company_name", flat=True)) == {*odd, "㈜한빛물산"}


def test_of_a_large_file_the_screen_says_that_numbers_are_approximate(
    hanbit: Company, ada: User, browse: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TogetherIntake, "recounted", 1)
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1, 핸드폰="12-34"), line(2)])
    page = f"/base/customers/import/{run.pk}/"
    assert "어림" not in browse(ada).get(page).content.decode()
    with inside(hanbit):
        repairs.mend(run, 1, HEADER.index("핸드폰"), "010-2000-0001")
        assert forecast(run) == (2, 0, 0, 0)
    assert "어림" in browse(ada).get(page).content.decode()


def test_a_row_left_out_is_not_imported_and_comes_back_when_asked(
    inside_hanbit: Any, ada: User
) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="12-34"), line(2)])
    repairs.mend(run, 1, HEADER.index("핸드폰"), "010-2000-0001")
    repairs.leave_out(run, 1)
    assert forecast(run) == (1, 0, 0, 1)
    repairs.put_back(run, 1)
    assert forecast(run) == (1, 0, 0, 1), "its cells are the file's again"
    repairs.leave_out(run, 1)
    assert outcome(run) == (1, 0, 0, 1)
    assert states(run) == {"created": 1, "rejected": 1}
    assert run.rows.get(number=1).reason == "left_out"


def test_a_resident_number_cannot_be_typed_into_a_cell(inside_hanbit: Any, ada: User) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="12-34")])
    with pytest.raises(RuleBroken) as refused:
        repairs.mend(run, 1, 0, "800517-1234568")
    assert refused.value.code == "resident_number"
    assert run.problems.get().mended is None


def test_choosing_the_columns_again_checks_anew(inside_hanbit: Any, ada: User) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="12-34"), line(2)])
    assert forecast(run) == (1, 0, 0, 1)
    runs.choose(run, {0: "name"}, "skip", lambda: None)
    checks.check(run.pk)
    assert forecast(run) == (2, 0, 0, 0)
    assert not run.problems.exists()


def test_after_the_start_nothing_can_be_repaired_or_dropped(inside_hanbit: Any, ada: User) -> None:
    run = checked(ada, [HEADER, line(1, 핸드폰="12-34"), line(2)])
    runs.start(run, lambda: None)
    with pytest.raises(RuleBroken):
        repairs.leave_out(run, 1)
    with pytest.raises(RuleBroken):
        runs.drop(run)
    with pytest.raises(RuleBroken):
        runs.choose(run, {0: "name"}, "skip", lambda: None)


def test_an_unchecked_import_does_not_start(inside_hanbit: Any, ada: User) -> None:
    run = runs.upload(customer_record, csv_file([HEADER, line(1)]), user=ada)
    with pytest.raises(RuleBroken):
        runs.start(run, lambda: None)
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("reason", "text", "better"),
    [
        ("mobile_form:mobile", "O1O-0482-66l3", "010-0482-6613"),
        ("mobile_form:mobile", "010-0482-6613 / 010-1111-2222", "010-0482-6613"),
        ("mobile_form:mobile", "12-34", ""),
        ("email_form:email", "haneul @naver.com", "haneul@naver.com"),
        ("email_form:email", "haneul@naver,com", "haneul@naver.com"),
        ("email_form:email", "haneul@gmail", "haneul@gmail.com"),
        ("email_form:email", "하늘", ""),
        ("postcode_form:home_postcode", "12", ""),
        ("grade_unknown:grade", "a 등급", "A"),
        ("grade_unknown:grade", "우수", ""),
        ("yes_no_form:mail_ads", "동의함", "Y"),
        ("missing:name", "", ""),
        ("date_form:birth_date", "1980/0517", "19800517"),
        ("date_form:birth_date", "1980-02 30", ""),
        ("day_unknown:birth_date", "1980-02-30", ""),
        ("date_form:birth_date", "2098/0517", ""),
    ],
)
def test_only_what_will_be_accepted_is_suggested(reason: str, text: str, better: str) -> None:
    assert suggest(reason, text) == better


def test_the_screen_repairs_a_cell_and_moves_the_counts(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1, 핸드폰="0l0-0482-6613"), line(2)])
    page = f"/base/customers/import/{run.pk}/"
    client = browse(ada)
    shown = client.get(page).content.decode()
    assert 'value="010-0482-6613"' in shown, "the suggestion stands ready"
    answer = client.post(
        f"{page}repair",
        {"deed": "mend", "number": "1", "column": "2", "text": "010-0482-6613", "show": "bad"},
        headers={"hx-request": "true"},
    )
    assert answer.status_code == 200
    assert 'id="import-foot"' in answer.content.decode()
    assert "고객 2명 가져오기" in answer.content.decode()


def test_every_bad_cell_of_a_row_is_shown_with_its_own_way_out(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1, 핸드폰="0l0-0482-6613", 생년월일="어제", 등급="최고")])
        assert (run.will_reject, run.problems.count()) == (1, 1)
    page = f"/base/customers/import/{run.pk}/"
    client = browse(ada)
    shown = client.get(page).content.decode()
    assert shown.count("data-bad>") == 3
    for column in (2, 6, 7):
        assert f'id="fix-1-{column}"' in shown
    for column, text, left in ((6, "1980-05-17", 2), (2, "010-0482-6613", 1), (7, "A", 0)):
        sent = {"deed": "mend", "number": "1", "column": str(column), "text": text, "show": "bad"}
        answer = client.post(f"{page}repair", sent, headers={"hx-request": "true"})
        assert answer.content.decode().count("data-bad>") == left
    with inside(hanbit):
        assert forecast(run) == (1, 0, 0, 0)


def test_a_repair_of_a_row_that_is_fine_is_refused_with_a_sentence(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1)])
    answer = browse(ada).post(
        f"/base/customers/import/{run.pk}/repair", {"deed": "skip", "number": "1"}
    )
    assert answer.status_code == 422
    assert "고칠 것이 없어요" in answer.content.decode()


def test_the_error_file_is_there_before_the_import(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1, 핸드폰="12-34"), line(2)])
    answer = browse(ada).get(f"/base/customers/import/{run.pk}/rejected.csv")
    assert "12-34" in answer.getvalue().decode()


def test_dropping_a_file_forgets_it(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1)])
    assert browse(ada).post(f"/base/customers/import/{run.pk}/drop").status_code == 302
    with inside(hanbit):
        assert not ImportRun.objects.exists()


def test_another_company_s_rows_cannot_be_repaired(
    hanbit: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        run = checked(ada, [HEADER, line(1, 핸드폰="12-34")])
    answer = browse(eve).post(
        f"/base/customers/import/{run.pk}/repair", {"deed": "skip", "number": "1"}
    )
    assert answer.status_code == 404
