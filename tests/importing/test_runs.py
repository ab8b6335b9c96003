"""Customers out of CSV files: every row in one end state, nothing lost, nothing forbidden (U5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from dangol.errors import RuleBroken
from dangol.imports.matches import Matches
from dangol.imports.together import TogetherIntake
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.importing.models import ImportRow, ImportRun
from tenants.importing.services import parts, runs
from tenants.importing.services.feed import Feed
from tenants.importing.tasks import run_import
from tenants.people.models import AuditEntry, User
from tests.importing.import_files import (
    BAD,
    HEADER,
    confirm,
    csv_file,
    imported,
    line,
    states,
    stored_files,
    thousand_with_seven_bad,
)

pytestmark = pytest.mark.feature("U5")

RESIDENT = "800517-1234568"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_seven_bad_rows_of_a_thousand_are_rejected_and_the_rest_is_here(
    inside_hanbit: Any, ada: User, encoding: str
) -> None:
    run = imported(ada, csv_file(thousand_with_seven_bad(), encoding))

    assert run.encoding == encoding
    assert (run.state, run.rows_total, run.rows_done) == ("done", 1000, 1000)
    assert (run.created, run.updated, run.skipped, run.rejected) == (993, 0, 0, 7)
    assert states(run) == {"created": 993, "rejected": 7}
    assert Customer.objects.count() == 993
    reasons = dict(run.rows.filter(state="rejected").values_list("number", "reason"))
    assert reasons == {number: reason for number, (_row, reason) in BAD.items()}
    customer = Customer.objects.get(mobile_key="01020000500")
    assert customer.name == "김하늘500"
    assert customer.email == "Haneul500@hanbit.example"
    assert customer.email_key == "haneul500@hanbit.example"
    assert customer.home_postcode == "06142"
    assert customer.get_grade_display() == "A+"
    assert (customer.mail_ads, customer.mail_ads_source) == (True, "import")
    assert customer.mail_ads_at is not None


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_does_the_rest(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TogetherIntake, "part", 100)
    run = runs.upload(customer_record, csv_file(thousand_with_seven_bad()), user=ada)
    chosen = {column: field for field, column in run.mapping.items()}
    confirm(run, chosen, "skip")
    feed = Feed()
    for _part in range(3):
        assert runs.advance(run.pk, feed)
    with monkeypatch.context() as broken:
        broken.setattr(parts, "copy_rows", _die)
        with pytest.raises(KeyboardInterrupt):
            runs.advance(run.pk, feed)
    run.refresh_from_db()
    assert run.rows_done == 300
    assert Customer.objects.count() == 297

    run_import.now(str(run.pk))

    run.refresh_from_db()
    assert run.state == "done"
    assert states(run) == {"created": 993, "rejected": 7}
    assert sorted(run.rows.values_list("number", flat=True)) == list(range(1, 1001))
    assert Customer.objects.count() == 993


@pytest.mark.parametrize("policy", ["skip", "update"])
def test_what_another_import_was_quicker_with_is_here_already(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch, policy: str
) -> None:
    rows = [["이름", "고객코드"], *([f"하늘{n}", f"C-{n}"] for n in range(8))]
    imported(ada, csv_file(rows[:6]))
    look, looks = Matches.among.__func__, []

    def late(cls: Any, record: Any, keys: Any, asked: Any, *more: Any) -> Matches:
        """Looks, as the first time, before the other import had committed."""
        looks.append(len(asked))
        return Matches(keys) if len(looks) == 1 else look(cls, record, keys, asked, *more)

    run = runs.upload(customer_record, csv_file(rows), user=ada)
    confirm(run, {column: field for field, column in run.mapping.items()}, policy)
    monkeypatch.setattr(Matches, "among", classmethod(late))
    runs.work(run.pk)
    run.refresh_from_db()
    assert states(run) == {"created": 3, "skipped" if policy == "skip" else "updated": 5}


def _die(*args: object, **options: object) -> None:
    raise KeyboardInterrupt


def test_the_same_file_twice_skips_every_row(inside_hanbit: Any, ada: User) -> None:
    rows = [HEADER, *(line(n) for n in range(20))]
    imported(ada, csv_file(rows))
    again = imported(ada, csv_file(rows))
    assert (again.created, again.skipped) == (0, 20)
    assert Customer.objects.count() == 20


def test_a_row_that_stands_twice_in_the_file_makes_one_customer(
    inside_hanbit: Any, ada: User
) -> None:
    run = imported(ada, csv_file([HEADER, line(1), line(2), line(1)]))
    assert states(run) == {"created": 2, "skipped": 1}


def test_two_people_of_one_phone_stay_two(inside_hanbit: Any, ada: User) -> None:
    spouse = line(1, 이름="이바다", 이메일="")
    run = imported(ada, csv_file([HEADER, line(1), spouse]))
    assert run.created == 2


def test_overwriting_fills_in_what_the_file_gives_and_leaves_the_rest(
    inside_hanbit: Any, ada: User
) -> None:
    imported(ada, csv_file([HEADER, line(1)]))
    run = imported(ada, csv_file([HEADER, line(1, 회사명="다온상사", 주소="")]), "update")
    customer = Customer.objects.get()
    assert run.updated == 1
    assert customer.company_name == "다온상사"
    assert customer.home_line1 == "서울특별시 강남구 테헤란로 1"


def test_a_customer_in_the_trash_does_not_stop_the_same_from_coming_back(
    inside_hanbit: Any, ada: User
) -> None:
    imported(ada, csv_file([HEADER, line(1)]))
    Customer.objects.update(deleted_at="2026-01-01T00:00Z")
    run = imported(ada, csv_file([HEADER, line(1)]))
    assert run.created == 1


def test_a_code_that_is_taken_twice_within_a_part_updates_one_customer(
    inside_hanbit: Any, ada: User
) -> None:
    header = ["이름", "고객코드", "핸드폰"]
    rows = [header, ["김하늘", "C-1", "010-1111-2222"], ["김하늘", "C-1", "010-1111-3333"]]
    run = imported(ada, csv_file(rows), "update")
    assert states(run) == {"created": 1, "updated": 1}
    assert Customer.objects.get().mobile_key == "01011113333"


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_resident_number_is_stored_nowhere(
    inside_hanbit: Any, ada: User, encoding: str, caplog: pytest.LogCaptureFixture
) -> None:
    header = [*HEADER, "주민번호", "메모"]
    rows = [
        header,
        [*line(1), RESIDENT, ""],
        [*line(2), "", f"본인확인 {RESIDENT.replace('-', '')}"],
    ]
    run = runs.upload(customer_record, csv_file(rows, encoding), user=ada)
    with default_storage.open(run.stored_name) as stored:
        kept = stored.read().decode()
    chosen = {column: field for field, column in run.mapping.items()}
    confirm(run, chosen, "skip")
    runs.work(run.pk)
    run.refresh_from_db()

    assert run.masked == 2
    assert states(run) == {"created": 1, "rejected": 1}
    assert run.rows.get(state="rejected").reason == "resident_number:memo"
    for place in (kept, everything_stored(), caplog.text):
        assert RESIDENT not in place
        assert RESIDENT.replace("-", "") not in place
    assert "800517-*******" in kept


def everything_stored() -> str:
    """Every row of every table of the company, as text."""
    words = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            words += [row[0] for row in cursor.fetchall()]
    return "\n".join(words)


def test_the_uploaded_file_is_gone_when_the_import_is_over(
    inside_hanbit: Any, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    run = runs.upload(customer_record, csv_file([HEADER, line(1)]), user=ada)
    stored_name = run.stored_name
    chosen = {column: field for field, column in run.mapping.items()}
    with django_capture_on_commit_callbacks(execute=True):
        confirm(run, chosen, "skip")
        runs.work(run.pk)
    assert not default_storage.exists(stored_name)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import_empty"),
        (b"  \r\n ", "import_empty"),
        (b"PK\x03\x04" + b"x" * 100, "import_workbook"),
        ("이름,메모\r\n김하늘,x".encode("utf-16"), "import_encoding"),
        ("이름\r\n김하늘\r\n".encode() + b"\xff\xfe\xfa\r\n", "import_encoding"),
        ("이름,핸드폰\r\n".encode(), "import_no_rows"),
        ('이름,메모\r\n김하늘,"'.encode() + b"x" * 200_000, "import_not_table"),
        ('이름,메모\r\n김하늘,x\r\n이바다,"끝\r\n박산,y\r\n'.encode(), "import_not_table"),
        ('이름,메모\r\n김하늘,"끝'.encode(), "import_not_table"),
        ('이름,"메모\r\n김하늘,끝\r\n'.encode(), "import_not_table"),
    ],
    ids=[
        "empty",
        "blank",
        "workbook",
        "utf-16",
        "broken",
        "header only",
        "open quote",
        "short open quote",
        "open quote at the end",
        "open quote in the header",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_not_kept(
    inside_hanbit: Any, ada: User, content: bytes, code: str
) -> None:
    before = stored_files()
    with pytest.raises(RuleBroken) as refusal:
        runs.upload(customer_record, SimpleUploadedFile("고객.csv", content), user=ada)
    assert refusal.value.code == code
    assert str(refusal.value)
    assert not ImportRun.objects.exists()
    assert stored_files() == before


def test_the_row_that_opens_a_quote_is_named_and_a_lone_mark_inside_is_none(
    inside_hanbit: Any, ada: User
) -> None:
    text = '이름,메모\n김하늘,"말 "" 표"\n이바다,24" 모니터\n박산,"끝'
    with pytest.raises(RuleBroken, match="3행"):
        runs.upload(customer_record, SimpleUploadedFile("고객.csv", text.encode()), user=ada)
    whole = SimpleUploadedFile("고객.csv", f'{text}"'.encode())
    assert runs.upload(customer_record, whole, user=ada).rows_total == 3


def test_a_file_without_a_name_column_asks_for_it(inside_hanbit: Any, ada: User) -> None:
    run = runs.upload(
        customer_record, csv_file([["부서", "핸드폰"], ["구매", "010-1234-5678"]]), user=ada
    )
    with pytest.raises(RuleBroken) as refusal:
        confirm(run, {1: "mobile"}, "skip")
    assert refusal.value.code == "import_needed"
    run.refresh_from_db()
    assert run.state == "uploaded"


def test_one_percent_bad_rows_are_told_apart_and_counted(inside_hanbit: Any, ada: User) -> None:
    rows = [line(n, 이메일="x") if n % 100 == 0 else line(n) for n in range(1, 501)]
    run = imported(ada, csv_file([HEADER, *rows]))
    assert (run.created, run.rejected) == (495, 5)


def test_short_rows_are_filled_up_long_ones_are_rejected_and_empty_ones_are_no_rows(
    inside_hanbit: Any, ada: User
) -> None:
    rows = [HEADER, line(1)[:3], [*line(2), "", "zu viel"], ["", "", ""], [], [*line(3), "", ""]]
    run = imported(ada, csv_file(rows))
    assert run.rows_total == 3
    assert states(run) == {"created": 2, "rejected": 1}


def test_tabs_and_semicolons_separate_columns_too(inside_hanbit: Any, ada: User) -> None:
    for mark in "\t;":
        text = f"이름{mark}핸드폰\r\n김하늘{mark}010-1234-567{'0' if mark == ';' else '1'}\r\n"
        run = imported(ada, SimpleUploadedFile("고객.txt", text.encode()))
        assert run.created == 1


def test_an_import_is_one_audit_line_for_each_step(inside_hanbit: Any, ada: User) -> None:
    run = imported(ada, csv_file([HEADER, line(1)]))
    entries = AuditEntry.objects.filter(subject="tenants.import", subject_id=str(run.pk))
    assert [entry.action for entry in entries.order_by("id")] == [
        "tenants.import.upload", "tenants.import.start", "tenants.import.finish",
    ]  # fmt: skip
    assert entries.get(action="tenants.import.finish").actor_id == ada.pk


def test_each_row_has_its_state_by_the_table_s_own_key(inside_hanbit: Any, ada: User) -> None:
    run = imported(ada, csv_file([HEADER, line(1)]))
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRow.objects.create(run=run, number=1, state="created")
