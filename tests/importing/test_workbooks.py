"""Workbooks, and files that are read otherwise than they were recognised (U5)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from dangol.errors import RuleBroken
from modules.base.imports.suggestions import suggest
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, readings, runs
from tenants.people.models import User
from tests.importing.import_files import (
    HEADER,
    confirm,
    csv_file,
    imported,
    line,
    states,
    stored_files,
)

pytestmark = pytest.mark.feature("U5")

Fill = Callable[[Any, Any], None]


def workbook(*sheets: tuple[str, Fill], name: str = "고객.xlsx") -> SimpleUploadedFile:
    """A workbook whose sheets are filled by `fill(book, sheet)`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for title, fill in sheets:
            fill(book, book.add_worksheet(title))
    return SimpleUploadedFile(name, out.getvalue())


def rows(*lines: list[Any]) -> Fill:
    def fill(book: Any, sheet: Any) -> None:
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)

    return fill


def packed(**parts: bytes) -> SimpleUploadedFile:
    """A ZIP file with these parts; __ stands for a slash and _dot_ for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return SimpleUploadedFile("고객.xlsx", out.getvalue())


def test_a_workbook_is_imported_like_a_csv_file(
    inside_hanbit: Any, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    lines = [line(n) for n in range(1, 31)] + [line(50, 핸드폰="12-34")]
    before = stored_files()
    with django_capture_on_commit_callbacks(execute=True):
        run = imported(
            ada, workbook(("고객", rows(HEADER, *lines)), ("둘째", rows(HEADER, line(99))))
        )
    assert (run.state, run.sheet, run.rows_total) == ("done", "고객", 31)
    assert states(run) == {"created": 30, "rejected": 1}
    assert stored_files() == before, "every sheet is gone when the import is over"


def test_the_content_tells_a_workbook_not_its_name(inside_hanbit: Any, ada: User) -> None:
    book = workbook(("고객", rows(HEADER, line(1))), name="고객.csv")
    assert imported(ada, book).created == 1
    text = csv_file([HEADER, line(2)])
    text.name = "고객.xlsx"
    assert imported(ada, text).created == 1


def test_numbers_dates_answers_and_results_of_formulas_come_as_people_see_them(
    inside_hanbit: Any, ada: User
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["이름", "핸드폰", "우편번호", "생년월일", "메일수신동의", "회사명"])
        sheet.write(1, 0, "김하늘")
        sheet.write_number(1, 1, 1012345678)
        sheet.write_number(1, 2, 6142)
        sheet.write_datetime(1, 3, datetime(1980, 5, 17), book.add_format({"num_format": 14}))
        sheet.write_boolean(1, 4, True)
        sheet.write_formula(1, 5, '=CONCAT("한빛","물산")', None, "한빛물산")

    assert imported(ada, workbook(("고객", fill))).created == 1
    customer = Customer.objects.get()
    assert (customer.mobile, customer.home_postcode) == ("010-1234-5678", "06142")
    assert (customer.birth_date, customer.mail_ads) == (date(1980, 5, 17), True)
    assert customer.company_name == "한빛물산"


def test_a_day_that_lost_its_form_is_suggested(inside_hanbit: Any) -> None:
    assert suggest("date_form:birth_date", "29358") == "19800517"


def test_of_several_sheets_one_is_chosen(
    inside_hanbit: Any, ada: User, browse: Callable[..., Client]
) -> None:
    def hidden(book: Any, sheet: Any) -> None:
        rows(HEADER, line(9))(book, sheet)
        sheet.hide()

    book = workbook(
        ("표지", rows(["제목"])),
        ("서울", rows(HEADER, line(1), line(2))),
        ("부산 & '가'동", rows(["성명", "메일"], ["이바다", "bada@busan.example"])),
        ("숨김", hidden),
    )
    run = runs.upload(customer_record, book, user=ada)
    assert [sheet["name"] for sheet in run.sheets] == ["표지", "서울", "부산 & '가'동"]
    assert (run.sheet, run.rows_total) == ("서울", 2)
    with pytest.raises(RuleBroken):
        readings.choose_sheet(run, 0)
    client = browse(ada)
    assert (
        "부산 &amp; &#x27;가&#x27;동"
        in client.get(f"/base/customers/import/{run.pk}/").content.decode()
    )
    assert client.post(f"/base/customers/import/{run.pk}/sheet", {"sheet": "2"}).status_code == 302
    run.refresh_from_db()
    assert run.mapping == {"name": 0, "email": 1}
    confirm(run, {0: "name", 1: "email"})
    runs.work(run.pk)
    assert Customer.objects.get().name == "이바다"


def test_another_sheet_forgets_the_check_of_the_one_before(inside_hanbit: Any, ada: User) -> None:
    run = runs.upload(
        customer_record,
        workbook(("a", rows(HEADER, line(1, 핸드폰="1"))), ("b", rows(HEADER, line(2)))),
        user=ada,
    )
    runs.choose(run, {c: f for f, c in run.mapping.items()}, "skip", lambda: None)
    checks.check(run.pk)
    readings.choose_sheet(run, 1)
    run.refresh_from_db()
    assert (run.state, run.problems.count()) == ("uploaded", 0)


def _merged_head(book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:C1", "고객 명단")
    sheet.write_row(1, 0, HEADER)
    sheet.write_row(2, 0, line(1))


def _unsolved() -> SimpleUploadedFile:
    file = workbook(("고객", lambda book, sheet: (
        rows(["이름"], ["김하늘"])(book, sheet), sheet.write_formula("A3", "=A2", None, "")
    )))  # fmt: skip
    source, out = zipfile.ZipFile(io.BytesIO(file.read())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b' t="str"', b"")
            archive.writestr(name, content)
    return SimpleUploadedFile("고객.xlsx", out.getvalue())


BAD_FILES: dict[str, tuple[Callable[[], SimpleUploadedFile], str, str]] = {
    "macros": (
        lambda: packed(xl__workbook_dot_xml=b"<workbook/>", xl__vbaProject_dot_bin=b"x"),
        "macros", "매크로",
    ),
    "password": (
        lambda: SimpleUploadedFile(
            "a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(900) + "EncryptedPackage".encode("utf-16-le")
        ),
        "password", "암호",
    ),
    "old": (
        lambda: SimpleUploadedFile("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(900)),
        "old workbook", "예전",
    ),
    "no workbook": (lambda: packed(word__document_dot_xml=b"<x/>"), "neither", "CSV"),
    "damaged": (lambda: SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"x" * 99), "damaged", "손상"),
    "merged head": (lambda: workbook(("고객", _merged_head)), "merged", "병합"),
    "no results": (_unsolved, "formula has no result in the file: A3", "A3"),
    "header only": (lambda: workbook(("고객", rows(HEADER))), "header", "제목"),
    "empty": (lambda: workbook(("고객", rows())), "header", "제목"),
    "0 bytes": (lambda: SimpleUploadedFile("a.xlsx", b""), "empty", "빈 파일"),
    "bomb": (
        lambda: packed(
            xl__workbook_dot_xml=b"<workbook/>", xl__worksheets__sheet1_dot_xml=bytes(500 << 20)
        ),
        "unfolds", "너무",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", list(BAD_FILES))
def test_what_cannot_be_read_is_refused_in_a_sentence_and_not_kept(
    inside_hanbit: Any, ada: User, kind: str, language: str
) -> None:
    make, english, korean = BAD_FILES[kind]
    before = stored_files()
    with translation.override(language), pytest.raises(RuleBroken) as refusal:
        runs.upload(customer_record, make(), user=ada)
    with translation.override(language):
        assert (english if language == "en" else korean) in str(refusal.value)
    assert not ImportRun.objects.exists()
    assert stored_files() == before


def test_one_cell_at_the_far_end_does_not_take_the_memory(inside_hanbit: Any, ada: User) -> None:
    """A reader that lays out the whole rectangle would want hundreds of gigabytes."""
    book = workbook(("고객", lambda _book, sheet: (
        sheet.write("A1", "이름"), sheet.write("XFD1048576", "x")
    )))  # fmt: skip
    with pytest.raises(RuleBroken) as refusal:
        runs.upload(customer_record, book, user=ada)
    assert refusal.value.code == "import_workbook"


def test_resident_numbers_of_a_workbook_are_masked(inside_hanbit: Any, ada: User) -> None:
    run = runs.upload(
        customer_record,
        workbook(("고객", rows(["이름", "메모"], ["김하늘", "800517-1234568"]))),
        user=ada,
    )
    assert run.masked == 1
    with default_storage.open(run.stored_name) as stored:
        assert "800517-*******" in stored.read().decode()


def test_merged_cells_below_and_errors_are_told(
    inside_hanbit: Any, ada: User, browse: Callable[..., Client]
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        rows(["이름", "회사명"], ["김하늘", ""])(book, sheet)
        sheet.merge_range("A3:A4", "이바다")
        sheet.write_formula("B2", "=NA()", None, "#N/A")

    run = runs.upload(customer_record, workbook(("고객", fill)), user=ada)
    page = browse(ada).get(f"/base/customers/import/{run.pk}/").content.decode()
    assert "병합한 곳이 1개" in page
    assert "#N/A" in page


def test_another_encoding_is_shown_before_it_is_taken(
    inside_hanbit: Any,
    ada: User,
    browse: Callable[..., Client],
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Japanese names in Shift JIS happen to be valid CP949: nonsense until the user says so."""
    text = "名前;電話\r\n田中;010-1234-5678\r\n"
    before = stored_files()
    run = runs.upload(
        customer_record, SimpleUploadedFile("a.csv", text.encode("shift_jis")), user=ada
    )
    assert run.encoding == "cp949"
    assert run.header[0] != "名前"
    client = browse(ada)
    address = f"/base/customers/import/{run.pk}/reading"
    asked = {"encoding": "shift_jis", "delimiter": ";"}
    shown = client.get(address, asked, headers={"HX-Request": "true"}).content.decode()
    assert "田中" in shown
    run.refresh_from_db()
    assert run.encoding == "cp949", "looking changes nothing"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, asked).status_code == 302
    run.refresh_from_db()
    assert (run.encoding, run.header) == ("shift_jis", ["名前", "電話"])
    assert len(stored_files()) == len(before) + 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_another_mark_between_the_columns(inside_hanbit: Any, ada: User, delimiter: str) -> None:
    text = f"이름{delimiter}메모\r\n김하늘{delimiter}a\r\n"
    run = runs.upload(customer_record, SimpleUploadedFile("a.csv", text.encode()), user=ada)
    readings.read_as(run, "utf-8", {",": ";", ";": "\t", "\t": ","}[delimiter])
    run.refresh_from_db()
    assert len(run.header) == 1
    readings.read_as(run, "utf-8", delimiter)
    run.refresh_from_db()
    assert run.header == ["이름", "메모"]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "code"),
    [
        ("shift_jis", ",", "import_encoding"),
        ("utf-16", ",", "import_reading"),
        ("utf-8", "|", "import_reading"),
        ("utf-8", ",;", "import_reading"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_and_changes_nothing(
    inside_hanbit: Any, ada: User, encoding: str, delimiter: str, code: str
) -> None:
    run = runs.upload(customer_record, csv_file([HEADER, line(1)]), user=ada)
    with pytest.raises(RuleBroken) as refusal:
        readings.read_as(run, encoding, delimiter)
    assert refusal.value.code == code
    run.refresh_from_db()
    assert run.header == HEADER
    assert default_storage.exists(run.stored_name)
