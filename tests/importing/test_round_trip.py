"""What was exported and comes back as it was changes nothing and doubles nobody (U5, U6)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol.ids import new_id
from dangol.imports.types import importable
from dangol.records import Record
from dangol.records.identity import RECORD_ID
from dangol.records.lists.export import Table, every_column, write_csv, write_workbook
from dangol.records.text import clean_line, clean_paragraph
from modules.base.models import Account, ContactHistory, Customer
from modules.base.records import account_record, contact_record, customer_record
from tenants.importing.models import ImportChange, ImportRun
from tenants.importing.queries import problems
from tenants.importing.services import checks, runs
from tenants.people.models import AccessRole, Assignment, User
from tests.every_type import one_of_each
from tests.importing.test_types import outcome

pytestmark = [pytest.mark.feature("U5"), pytest.mark.feature("U6")]
TYPES = [each.code for each in importable()]


def exported(record: Record, user: User, kind: str = "csv") -> SimpleUploadedFile:
    """All fields of all records that the user sees, as the export writes them."""
    rows = record.visible_to(user).order_by("pk")
    table, file = Table(record, rows, every_column(record, user), user), io.BytesIO()
    (write_workbook if kind == "xlsx" else write_csv)(table, file)
    return SimpleUploadedFile(f"export.{kind}", file.getvalue())


def changed(file: SimpleUploadedFile, **cells: str) -> SimpleUploadedFile:
    """The file with other cells in its first row, by head."""
    lines = list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"))))
    for head, cell in cells.items():
        lines[2][lines[1].index(head.replace("_", " "))] = cell
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return SimpleUploadedFile("export.csv", text.getvalue().encode("utf-8-sig"))


def back(record: Record, user: User, file: SimpleUploadedFile, policy: str = "update") -> ImportRun:
    """The file taken in as its columns are recognised."""
    run = runs.upload(record, file, user=user)
    assert RECORD_ID in run.mapping
    chosen = {column: name for name, column in run.mapping.items()}
    runs.choose(run, chosen, policy, lambda: None)
    checks.check(run.pk)
    run.refresh_from_db()
    told = (run.will_create, run.will_update, run.will_skip, run.will_reject)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    assert outcome(run) == told, "what is foretold comes true"
    return run


def state(record: Record) -> list[dict[str, Any]]:
    return list(record.model._default_manager.order_by("pk").values())


def record_of(code: str) -> Record:
    return next(each for each in importable() if each.code == code)


@pytest.mark.parametrize("policy", ["update", "fill", "only", "skip"])
@pytest.mark.parametrize("code", TYPES)
def test_every_type_comes_back_as_it_was(
    inside_hanbit: Any, ada: User, code: str, policy: str
) -> None:
    record = record_of(code)
    one_of_each(owner=ada)
    before = state(record)
    run = back(record, ada, exported(record, ada), policy)
    assert outcome(run) == (0, 0, len(before), 0), [k.sentence for k in problems.kinds(run)]
    assert state(record) == before
    assert not ImportChange.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_no_import_could_read_alone_comes_back_too(
    inside_hanbit: Any, ada: User, bob: User, kind: str
) -> None:
    """Owners who left, two firms and two colleagues of one name, no code, phone and mail."""
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    firms = [Account.objects.create(name="㈜한빛물산", owner=owner) for owner in (ada, bob)]
    for number in range(4):
        Customer.objects.create(
            name="김하늘", owner=bob, account=firms[number % 2], memo='=1+1\n"둘째" 줄, 쉼표'
        )  # fmt: skip
    for record in (customer_record, account_record):
        before = state(record)
        run = back(record, ada, exported(record, ada, kind))
        assert outcome(run) == (0, 0, len(before), 0), [k.sentence for k in problems.kinds(run)]
        assert state(record) == before


@given(
    people=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12),
            st.text(max_size=40),
            st.sampled_from(["", "010-2000-1234", "011-222-3333"]),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_customers_come_back_as_they_were(
    inside_hanbit: Any, ada: User, people: list[tuple[str, str, str]]
) -> None:
    Customer.objects.all()._raw_delete("default")
    for name, memo, phone in people:
        Customer.objects.create(
            name=clean_line(name) or "김", memo=clean_paragraph(memo), work_phone=phone
        )
    before = state(customer_record)
    run = back(customer_record, ada, exported(customer_record, ada))
    assert outcome(run) == (0, 0, len(before), 0), [k.sentence for k in problems.kinds(run)]
    assert state(customer_record) == before


def test_one_changed_cell_changes_one_field_of_one_record(
    inside_hanbit: Any, ada: User, bob: User
) -> None:
    """Also where another cell of the row could not be read by itself."""
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    for _number in range(3):
        Customer.objects.create(name="김하늘", owner=bob)
    file = changed(exported(customer_record, ada), 부서="생산팀")
    run = back(customer_record, ada, file)
    assert outcome(run) == (0, 1, 2, 0)
    assert [*Customer.objects.order_by("pk").values_list("department", flat=True)] == [
        "생산팀",
        "",
        "",
    ]
    assert run.changes.get().after == {"department": "생산팀"}

    before = ContactHistory.objects.create(
        customer=Customer.objects.order_by("pk")[1], medium="phone", subject="통화"
    )
    file = changed(exported(contact_record, ada), 제목="방문")
    assert outcome(back(contact_record, ada, file)) == (0, 1, 0, 0)
    before.refresh_from_db()
    assert before.subject == "방문"


def test_a_row_whose_id_was_emptied_is_a_new_record(inside_hanbit: Any, ada: User) -> None:
    Customer.objects.create(name="김하늘", code="C-1")
    file = changed(exported(customer_record, ada), 레코드_ID="", 고객_코드="C-2")
    assert outcome(back(customer_record, ada, file)) == (1, 0, 0, 0)


@pytest.mark.parametrize("code", TYPES)
def test_an_id_of_what_one_does_not_see_is_refused_with_a_sentence(
    inside_hanbit: Any, ada: User, bob: User, code: str
) -> None:
    """A record of a colleague and one that never was are answered alike, whatever the rule."""
    record, every = record_of(code), one_of_each()
    file = exported(record, ada)
    hidden = every[code]
    before = state(record)
    role = AccessRole.objects.create(
        name="담당", scopes={record.permission(verb): 1 for verb in ("view", "edit")}
        | {record.permission(verb): 3 for verb in ("create", "import")},
    )  # fmt: skip
    Assignment.objects.create(user=bob, role=role)
    assert not record.visible_to(bob).filter(pk=hidden.pk).exists()
    said = set()
    for policy in ("skip", "update", "fill", "only"):
        for pk in (str(hidden.pk), str(new_id())):
            file.seek(0)
            run = back(record, bob, changed(file, 레코드_ID=pk), policy)
            assert outcome(run) == (0, 0, 0, run.rows.count())
            said |= {(row.reason, row.said) for row in run.rows.all()}
    assert said == {("record_gone:id", "")}
    assert state(record) == before
    assert "레코드 ID" in problems.problems.in_words(record, "record_gone:id")


def test_an_id_of_what_one_may_see_and_not_change_is_refused_unless_nothing_is_new(
    inside_hanbit: Any, ada: User, bob: User
) -> None:
    Customer.objects.create(name="김하늘", owner=ada)
    scopes = {customer_record.permission(verb): 3 for verb in ("view", "create", "import")}
    role = AccessRole.objects.create(
        name="보기", scopes=scopes | {customer_record.permission("edit"): 1}
    )
    Assignment.objects.create(user=bob, role=role)
    file = exported(customer_record, ada)
    assert outcome(back(customer_record, bob, changed(file))) == (0, 0, 1, 0)
    file.seek(0)
    run = back(customer_record, bob, changed(file, 부서="생산팀"))
    assert outcome(run) == (0, 0, 0, 1)
    assert run.rows.get().reason == "not_yours"
    assert Customer.objects.get().department == ""


def test_the_id_counts_whatever_else_is_compared_and_cannot_be_unticked(
    inside_hanbit: Any, ada: User, browse: Callable[..., Client]
) -> None:
    Customer.objects.create(name="김하늘", code="C-1", mobile="010-2000-1234")
    run = runs.upload(customer_record, exported(customer_record, ada), user=ada)
    chosen = {column: name for name, column in run.mapping.items()}
    runs.choose(run, chosen, "update", lambda: None, keys=["code"])
    checks.check(run.pk)
    run.refresh_from_db()
    assert (run.will_create, run.will_skip) == (0, 1)
    shown = browse(ada).get(f"/base/customers/import/{run.pk}/").content.decode()
    assert re.search(r'value="id" checked disabled', shown)
    columns = browse(ada).get(f"/base/customers/import/{run.pk}/?step=columns").content.decode()
    assert 'name="keys" value="id"' not in columns


def test_what_is_no_id_is_refused_in_its_cell(inside_hanbit: Any, ada: User) -> None:
    for record, made in ((customer_record, Customer), (account_record, Account)):
        made.objects.create(name="하나")
        run = back(record, ada, changed(exported(record, ada), 레코드_ID="12"))
        assert outcome(run) == (0, 0, 0, 1)
        assert run.rows.get().reason == "record_id_form:id"


def test_a_column_that_another_program_calls_id_is_not_taken_for_ours(
    inside_hanbit: Any, ada: User
) -> None:
    file = SimpleUploadedFile("a.csv", "ID,이름\n17,김하늘\n".encode())
    run = runs.upload(customer_record, file, user=ada)
    assert RECORD_ID not in run.mapping
