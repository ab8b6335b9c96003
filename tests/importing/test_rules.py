"""Who is the same, what happens to them, and columns that are remembered (U5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dangol.errors import RuleBroken
from dangol.imports.problems import in_words
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.importing.models import ImportMapping, ImportRun
from tenants.importing.services import checks, mappings, runs
from tenants.people.models import User
from tests.importing.import_files import HEADER, csv_file, imported, line, states

pytestmark = pytest.mark.feature("U5")

HEAD = ["이름", "고객코드", "핸드폰", "이메일", "회사명"]


def told(run: ImportRun) -> tuple[int, int, int, int]:
    return run.will_create, run.will_update, run.will_skip, run.will_reject


def done(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.skipped, run.rejected


def run_with(user: User, rows: list[list[str]], policy: str, keys: list[str]) -> ImportRun:
    """The whole way; what the dry run foretold must have come true."""
    run = runs.upload(customer_record, csv_file(rows), user=user)
    chosen = {column: field for field, column in run.mapping.items()}
    runs.choose(run, chosen, policy, lambda: None, keys=keys)
    checks.check(run.pk)
    run.refresh_from_db()
    foretold = told(run)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    assert done(run) == foretold
    return run


def here(**values: str) -> Customer:
    key = values.get("mobile", "").replace("-", "")
    return Customer.objects.create(
        mobile_key=key, email_key=values.get("email", "").lower(), **values
    )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([], (3, 0, 0, 0)),
        (["mobile"], (2, 1, 0, 0)),
        (["email"], (2, 1, 0, 0)),
        (["code"], (2, 1, 0, 0)),
        (["name_mobile"], (3, 0, 0, 0)),
        (["mobile", "email", "code"], (0, 3, 0, 0)),
    ],
)
def test_the_keys_that_were_chosen_say_who_is_the_same(
    inside_hanbit: Any, ada: User, keys: list[str], expected: tuple[int, ...]
) -> None:
    """Names differ in each row, so the usual keys find nobody but by code, which differs too."""
    here(name="김하나", mobile="010-1111-1111")
    here(name="김두리", email="duri@hanbit.example")
    here(name="김세나", code="C-3")
    rows = [
        HEAD,
        ["이하나", "", "010-1111-1111", "", "새"],
        ["이두리", "", "", "Duri@hanbit.example", "새"],
        ["이세나", "C-3" if "code" in keys else "C-4", "", "", "새"],
    ]
    assert done(run_with(ada, rows, "update", keys)) == expected


@pytest.mark.parametrize(
    ("policy", "expected", "company", "title"),
    [
        ("skip", (1, 0, 1, 0), "한빛", ""),
        ("update", (1, 1, 0, 0), "다온", "과장"),
        ("fill", (1, 1, 0, 0), "한빛", "과장"),
        ("only", (0, 1, 1, 0), "다온", "과장"),
    ],
)
def test_what_happens_to_those_here_and_to_those_who_are_not(
    inside_hanbit: Any,
    ada: User,
    policy: str,
    expected: tuple[int, ...],
    company: str,
    title: str,
) -> None:
    here(name="김하나", mobile="010-1111-1111", company_name="한빛")
    rows = [
        ["이름", "핸드폰", "회사명", "직책"],
        ["김하나", "010-1111-1111", "다온", "과장"],
        ["이바다", "010-2222-2222", "다온", "부장"],
    ]
    assert done(run_with(ada, rows, policy, [])) == expected
    customer = Customer.objects.get(name="김하나")
    assert (customer.company_name, customer.title) == (company, title)


def test_filling_in_leaves_a_consent_that_was_refused(inside_hanbit: Any, ada: User) -> None:
    refused = here(name="김하나", mobile="010-1111-1111")
    refused.mail_ads_at, refused.mail_ads_source = refused.created_at, "screen"
    refused.save()
    rows = [["이름", "핸드폰", "메일수신동의", "문자수신동의"], ["김하나", "01011111111", "Y", "Y"]]
    run_with(ada, rows, "fill", [])
    refused.refresh_from_db()
    assert (refused.mail_ads, refused.sms_ads, refused.sms_ads_source) == (False, True, "import")


def test_a_number_of_two_customers_is_refused_instead_of_guessed(
    inside_hanbit: Any, ada: User
) -> None:
    here(name="김하나", mobile="010-1111-1111")
    here(name="김두리", mobile="010-1111-1111")
    rows = [["이름", "핸드폰"], ["김하나", "010-1111-1111"]]
    run = run_with(ada, rows, "update", ["mobile"])
    assert done(run) == (0, 0, 0, 1)
    assert run.rows.get().reason == "several_match"


def test_a_key_wants_its_columns(inside_hanbit: Any, ada: User) -> None:
    run = runs.upload(customer_record, csv_file([["이름", "핸드폰"], ["김하나", ""]]), user=ada)
    for keys in (["email"], ["nonsense"]):
        with pytest.raises(RuleBroken) as refusal:
            runs.choose(run, {0: "name", 1: "mobile"}, "update", lambda: None, keys=keys)
        assert refusal.value.code == "import_key"


def test_an_owner_comes_by_mail_or_by_name(inside_hanbit: Any, ada: User, bob: User) -> None:
    rows = [
        ["이름", "담당자"],
        ["김하나", ada.email.upper()],
        ["김두리", bob.name],
        ["김세나", "없는 사람"],
        ["김네나", ""],
    ]
    run = imported(ada, csv_file(rows))
    assert states(run) == {"created": 3, "rejected": 1}
    assert run.rows.get(state="rejected").reason == "person_unknown:owner"
    owners = dict(Customer.objects.values_list("name", "owner_id"))
    assert owners == {"김하나": ada.pk, "김두리": bob.pk, "김네나": None}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "reason", ["person_unknown:owner", "person_several:owner", "several_match", "not_yours"]
)
def test_every_new_reason_is_a_sentence(inside_hanbit: Any, reason: str, language: str) -> None:
    with translation.override(language):
        assert len(in_words(customer_record, reason)) > 10


def test_a_file_like_the_last_one_is_matched_like_it(
    inside_hanbit: Any, ada: User, bob: User
) -> None:
    header = ["고객 이름은", "그분 번호", "이메일"]
    run = runs.upload(
        customer_record, csv_file([header, ["김하나", "010-1111-1111", ""]]), user=ada
    )
    assert run.mapping == {"email": 2}
    runs.choose(run, {0: "name", 1: "mobile"}, "fill", lambda: None, keys=["mobile"])
    again = runs.upload(customer_record, csv_file([header, ["이바다", "", ""]]), user=ada)
    assert (again.mapping, again.keys) == ({"name": 0, "mobile": 1}, ["mobile"])
    assert again.on_duplicate == "fill"
    colleague = runs.upload(customer_record, csv_file([header, ["이바다", "", ""]]), user=bob)
    assert colleague.mapping == {"name": 0, "mobile": 1}
    other = runs.upload(
        customer_record, csv_file([[*header, "x"], ["이바다", "", "", ""]]), user=ada
    )
    assert other.mapping == {"email": 2}, "another header is another file"


def test_columns_are_saved_by_a_name_and_taken_for_another_header(
    hanbit: Any, inside_hanbit: Any, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    page = client.post("/base/customers/import", {"file": csv_file([HEADER, line(1)])})["Location"]
    client.post(f"{page}columns", {
        "column_0": "name", "column_1": "title", "on_duplicate": "update", "save_as": "전시회 명단",
    })  # fmt: skip
    mapping = ImportMapping.objects.get(name="전시회 명단")
    assert mapping.heads == {"name": HEADER[0], "title": HEADER[1]}
    other = [["회사명", "이름"], ["과장", "김하나"]]
    page = client.post("/base/customers/import", {"file": csv_file(other)})["Location"]
    shown = client.get(f"{page}?step=columns&mapping={mapping.pk}").content.decode()
    assert "전시회 명단" in shown
    assert '<option value="title" selected>' in shown
    client.post(f"/base/customers/import/columns/{mapping.pk}/delete", {"run": "x"})
    assert not ImportMapping.objects.filter(pk=mapping.pk).exists()


def test_a_name_that_is_too_long_is_refused(inside_hanbit: Any, ada: User) -> None:
    run = runs.upload(customer_record, csv_file([HEADER, line(1)]), user=ada)
    with pytest.raises(RuleBroken):
        mappings.save(run, "가" * 61)
