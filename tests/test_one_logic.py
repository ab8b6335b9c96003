"""Browser, phone, program and file pass the same rules (A21): one way in and the others agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dangol.api.types import declared
from dangol.imports import problems
from dangol.imports.types import importable
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.importing.services import checks, runs
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.queries import desk
from tests.api.program import CUSTOMERS, program

pytestmark = pytest.mark.feature("A21")
HEADS = {"name": "이름", "mobile": "핸드폰", "email": "이메일", "birth_date": "생년월일"}
Answer = Mapping[str, list[str]]
"""What is refused: {field: sentences}; empty when it went in."""
Way = Callable[[Mapping[str, str]], Answer]
PHONE = "Mozilla/5.0 (Linux; Android 16; SM-S931N) AppleWebKit/537.36 Chrome/143.0 Mobile"


@pytest.fixture
def ways(inside_hanbit: Company, ada: User, browse: Callable[..., Client]) -> dict[str, Way]:
    """The ways in: each takes the same values."""
    browser, shop = browse(ada), program(inside_hanbit, ada)[0]

    def by_form(values: Mapping[str, str], agent: str = "") -> Answer:
        shown = browser.get("/base/customers/new").context["form"]
        begun = {each.html_name: each.value() for each in shown if each.value()}
        sent = begun | dict(values)
        answer = browser.post("/base/customers/new", sent, headers={"user-agent": agent})
        return dict(answer.context["form"].errors) if answer.status_code == 422 else {}

    def by_program(values: Mapping[str, str]) -> Answer:
        sent = {name: value for name, value in values.items() if value or name == "name"}
        answer = shop.send("POST", CUSTOMERS, sent, accept_language="ko")
        return answer.json()["errors"] if answer.status_code == 422 else {}

    def by_file(values: Mapping[str, str]) -> Answer:
        text = f"{','.join(HEADS.values())}\n{','.join(values[name] for name in HEADS)}\n"
        upload = SimpleUploadedFile("고객.csv", text.encode("cp949"))
        run = runs.upload(customer_record, upload, user=ada)
        runs.choose(run, dict(enumerate(HEADS)), "skip", lambda: None)
        checks.check(run.pk)
        if bad := run.problems.first():
            words = problems.in_words(customer_record, bad.reason, bad.said)
            return {bad.reason.partition(":")[2]: [words]}
        runs.start(run, lambda: None)
        runs.work(run.pk)
        return {}

    return {
        "browser": by_form, "phone": lambda values: by_form(values, PHONE),
        "program": by_program, "file": by_file,
    }  # fmt: skip


GOOD = {
    "name": " 김하늘 ", "mobile": "01020000001", "email": "Haneul@Hanbit.example",
    "birth_date": "1980-05-17",
}  # fmt: skip


def test_the_same_values_are_kept_the_same_whichever_way_they_come(ways: dict[str, Way]) -> None:
    kept: list[Any] = []
    told: list[Any] = []
    for enter in ways.values():
        assert enter(GOOD) == {}
        made = Customer.objects.get(name="김하늘")
        kept.append({name: getattr(made, name) for name in (*HEADS, "mobile_key", "email_key")})
        kept[-1]["owner"] = made.owner_id
        entry = AuditEntry.objects.filter(subject_id=str(made.pk)).order_by("-pk").first()
        told.append(entry is not None)
        Customer.objects.filter(pk=made.pk).delete()
    assert kept == [kept[0]] * len(ways)
    assert kept[0]["mobile"] == "010-2000-0001"
    assert told[:3] == [True] * 3, "an import has one entry for all its rows"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "가" * 61),
        ("mobile", "12-34"),
        ("email", "haneul@"),
        ("birth_date", "1980-02-31"),
    ],
)
def test_the_same_value_is_refused_at_the_same_field_whichever_way_it_comes(
    ways: dict[str, Way], field: str, value: str
) -> None:
    answers = {name: enter(GOOD | {field: value}) for name, enter in ways.items()}
    assert [list(each) for each in answers.values()] == [[field]] * len(ways)
    assert answers["program"] == answers["browser"] == answers["phone"]
    assert all(answers["file"][field])
    assert not Customer.objects.exists()


def test_every_record_type_of_the_screens_is_open_to_programs_and_most_to_files() -> None:
    """No type is for people alone, and a file goes where a program may write."""
    screens = {code for code, record in desk.records().items() if record.form}
    assert screens <= {record.code for record in declared()}
    assert {record.code for record in importable()} <= screens
    assert len(importable()) >= 8
