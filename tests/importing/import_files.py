"""Files of customers for the tests of the import."""

from __future__ import annotations

import csv
import io
from collections import Counter

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from modules.base.records import customer_record
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, runs
from tenants.people.models import User

HEADER = [
    "이름",
    "회사명",
    "핸드폰",
    "이메일",
    "우편번호",
    "주소",
    "생년월일",
    "등급",
    "메일수신동의",
]


def line(number: int, **changes: str) -> list[str]:
    """One good row, different for each number."""
    row = dict(
        zip(
            HEADER,
            [
                f"김하늘{number}",
                "㈜한빛물산",
                f"010-2000-{number:04}",
                f"Haneul{number}@hanbit.example",
                "06142",
                f"서울특별시 강남구 테헤란로 {number}",
                "1980-05-17",
                "A+",
                "Y",
            ],
            strict=True,
        )
    )
    return list((row | changes).values())


def csv_file(rows: list[list[str]], encoding: str = "utf-8") -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("고객.csv", text.getvalue().encode(encoding))


def imported(user: User, file: SimpleUploadedFile, on_duplicate: str = "skip") -> ImportRun:
    """The run after the whole way: upload, guessed columns, work."""
    run = runs.upload(customer_record, file, user=user)
    chosen = {column: field for field, column in run.mapping.items()}
    confirm(run, chosen, on_duplicate)
    runs.work(run.pk)
    run.refresh_from_db()
    return run


def confirm(run: ImportRun, chosen: dict[int, str], on_duplicate: str = "skip") -> None:
    """Columns, dry run and start: the work is what is left to do."""
    runs.choose(run, chosen, on_duplicate, lambda: None)
    checks.check(run.pk)
    runs.start(run, lambda: None)


def states(run: ImportRun) -> Counter[str]:
    return Counter(run.rows.values_list("state", flat=True))


BAD = {
    10: ({"이름": ""}, "missing:name"),
    120: ({"핸드폰": "12-34"}, "mobile_form:mobile"),
    250: ({"이메일": "haneul@"}, "email_form:email"),
    400: ({"우편번호": "12"}, "postcode_form:home_postcode"),
    555: ({"생년월일": "1980-02-31"}, "day_unknown:birth_date"),
    777: ({"등급": "우수"}, "grade_unknown:grade"),
    999: ({"회사명": "=cmd|' /C calc'!A0"}, "formula:company_name"),
}


def thousand_with_seven_bad() -> list[list[str]]:
    return [HEADER] + [line(n, **BAD[n][0] if n in BAD else {}) for n in range(1, 1001)]


def stored_files() -> set[str]:
    """Names of the company's stored imports."""
    try:
        return set(default_storage.listdir("imports")[1])
    except FileNotFoundError:
        return set()
