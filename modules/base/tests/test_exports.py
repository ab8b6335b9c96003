"""Lists are taken away as files: with a right, a reason, a line in the audit and in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from modules.base.models import Customer
from modules.base.models.customer import Grade
from modules.base.records import customer_record
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import grantable
from tenants.services import roles
from tests.importing.import_files import imported

pytestmark = [pytest.mark.feature("U6"), pytest.mark.feature("A14")]

Browse = Callable[..., Client]
EXPORT = "/base/customers/export"
DANGEROUS = ("=1+1", "+82", "-1", "@SUM(A1)", "＝1+1")


@pytest.fixture
def five(hanbit: Company, ada: User) -> Company:
    with inside(hanbit):
        for number, name in enumerate(DANGEROUS):
            Customer.objects.create(
                name=name, company_name=f"한빛{number}", grade=Grade.TOP, owner=ada,
                department="구매",
            )  # fmt: skip
    return hanbit


def read_csv(answer: Any) -> list[list[str]]:
    content = answer.getvalue()
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets must see that it is UTF-8"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def read_workbook(answer: Any) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    return [list(map(str, row)) for row in book.get_sheet_by_index(0).iter_rows()]


@pytest.mark.parametrize(("kind", "read"), [("csv", read_csv), ("xlsx", read_workbook)])
def test_a_file_says_who_took_it_and_holds_no_formula(
    browse: Browse, five: Company, ada: User, kind: str, read: Callable[[Any], list[list[str]]]
) -> None:
    client = browse(ada)
    answer = client.post(f"{EXPORT}?sort=company_name", {"kind": kind, "reason": "report"})
    mark, head, *lines = read(answer)
    assert mark[0].startswith("출력보안: 고객 · ")
    assert mark[0].endswith(str(ada))
    assert head[:2] == ["이름", "회사 이름"]
    assert [line[0] for line in lines] == [f"'{name}" for name in DANGEROUS]
    assert {line[head.index("등급")] for line in lines} == {"A+"}
    assert {line[head.index("담당자")] for line in lines} == {str(ada)}
    assert not answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("asked", [{}, {"reason": "nonsense"}, {"reason_text": " \u200b "}])
def test_without_a_reason_nothing_is_taken_away(
    browse: Browse, five: Company, ada: User, asked: dict[str, str]
) -> None:
    answer = browse(ada).post(EXPORT, asked)
    assert answer.status_code == 422
    assert "내보내는 까닭" in answer.content.decode()
    with inside(five):
        assert not AuditEntry.objects.filter(action="base.customer.export").exists()


def test_the_audit_keeps_the_reason(browse: Browse, five: Company, ada: User) -> None:
    browse(ada).post(f"{EXPORT}?grade=1", {"reason": "backup", "reason_text": "감사 자료"})
    with inside(five):
        entry = AuditEntry.objects.get(action="base.customer.export")
    assert entry.actor_id == ada.pk
    assert entry.changes == {"rows": 5, "query": "grade=1", "reason": "감사 자료"}


def test_this_page_alone_and_all_columns(browse: Browse, hanbit: Company, ada: User) -> None:
    with inside(hanbit):
        Customer.objects.bulk_create(
            Customer(name=f"김{number:03}", department="구매") for number in range(60)
        )
    client, reason = browse(ada), {"reason": "work"}
    assert len(read_csv(client.post(f"{EXPORT}?sort=name", reason))) == 62
    page = read_csv(client.post(f"{EXPORT}?sort=name", reason | {"scope": "page"}))
    assert [line[0] for line in page[2:]] == [f"김{number:03}" for number in range(50)]
    assert "부서" not in page[1]
    everything = read_csv(client.post(EXPORT, reason | {"columns": "all"}))
    assert "부서" in everything[1]


def test_all_fields_are_those_of_the_form_too_in_its_order_without_hidden_ones(
    browse: Browse, hanbit: Company, ada: User, bob: User
) -> None:
    with inside(hanbit):
        Customer.objects.create(
            name="김하늘", memo="@조용한 시간", home_postcode="04524", home_line1="세종대로 110",
            fax="02-120-0001", homepage="https://hanbit.example", sms_ads=True, owner=bob,
        )  # fmt: skip
        role = AccessRole.objects.create(
            name="영업", scopes=dict.fromkeys(grantable.permissions(), 3),
            fields={"base.customer": {"home_line1": "hide"}},
        )  # fmt: skip
        roles.assign(bob, [role.pk])
    asked = {"reason": "backup", "columns": "all"}
    _mark, head, line = read_csv(browse(ada).post(EXPORT, asked))
    cells = dict(zip(head, line, strict=True))
    label = {each.name: str(each.verbose_name) for each in Customer._meta.fields}
    assert cells[label["memo"]] == "'@조용한 시간"
    assert cells[label["home_postcode"]] == "04524"
    assert cells[label["home_line1"]] == "세종대로 110"
    assert cells[label["fax"]] == "02-120-0001"
    assert cells[label["homepage"]] == "https://hanbit.example"
    assert (cells[label["sms_ads"]], cells[label["mail_ads"]]) == ("예", "아니요")
    names = [name for each in customer_record.sections for name in each.all_fields]
    assert head[: len(names)] == [label[name] for name in names]
    assert label["last_contacted_at"] in head, "what the list alone shows comes last"
    _mark, fewer, line = read_csv(browse(bob).post(EXPORT, asked))
    address = {label[name] for name in ("home_postcode", "home_line1", "home_line2")}
    assert set(head) - set(fewer) == address, "what is hidden, and what goes with it"
    assert "세종대로 110" not in line


def test_the_screen_asks_and_who_may_not_sees_nothing(
    browse: Browse, five: Company, ada: User, bob: User
) -> None:
    shown = browse(ada).get(f"{EXPORT}?grade=1").content.decode()
    assert "내보내는 까닭" in shown
    assert "A+" in shown, "what the list shows is said in words"
    assert browse(bob).post(EXPORT, {"reason": "work"}).status_code == 403


def test_a_workbook_that_would_be_too_long_is_refused(
    browse: Browse, five: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dangol.records.lists.export.LONGEST_WORKBOOK", 4)
    answer = browse(ada).post(EXPORT, {"reason": "work", "kind": "xlsx"})
    assert answer.status_code == 422
    assert "CSV" in answer.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_taken_away_comes_in_again(
    browse: Browse, hanbit: Company, ada: User, kind: str
) -> None:
    with inside(hanbit):
        Customer.objects.create(name="김하늘", company_name="한빛물산", mobile="010-1234-5678")
    answer = browse(ada).post(EXPORT, {"reason": "backup", "kind": kind})
    file = SimpleUploadedFile(f"고객.{kind}", answer.getvalue())
    with inside(hanbit):
        Customer.objects.all().delete()
        run = imported(ada, file)
        assert (run.rows_total, run.created) == (1, 1)
        assert Customer.objects.get().company_name == "한빛물산"
