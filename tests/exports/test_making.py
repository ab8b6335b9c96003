"""Long lists become files in the background: whole, once, under the rights of the moment (U6)."""

from __future__ import annotations

import csv
import errno
import io
import threading
from datetime import timedelta
from typing import IO, Any

import pytest
from django.core.files.storage import default_storage
from python_calamine import CalamineWorkbook

from dangol import clock
from dangol.access import HIDE
from dangol.errors import RuleBroken
from dangol.records.lists import taken
from dangol.records.lists.taken import Asked
from modules.base.models import Customer
from modules.base.records import customer_record as record
from tenants import context
from tenants.exports import jobs, tasks
from tenants.exports.models import Export
from tenants.exports.services import clearing, ending, fetching, making
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = [pytest.mark.feature("U6"), pytest.mark.feature("A14")]
State = Export.State


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of three rows, told after each; nobody rings."""
    monkeypatch.setattr("dangol.records.lists.export.BATCH", 3)
    monkeypatch.setattr(making, "STEP", 3)
    monkeypatch.setattr(tasks.make_file, "ring", lambda *_args: None)


def people(count: int, **values: Any) -> list[Customer]:
    return [Customer.objects.create(name=f"고객{number:02}", **values) for number in range(count)]


def begun(user: User, **facts: Any) -> Export:
    asked = Asked(**{
        "kind": "csv", "query": "sort=name", "columns": ["name", "mobile", "owner"],
        "reason": "결산", "count": 8, **facts,
    })  # fmt: skip
    taken.takings().begin(record, user, asked)
    return Export.objects.latest("asked_at")


def made(export: Export) -> Export:
    making.make(export.pk)
    export.refresh_from_db()
    return export


def lines(file: IO[bytes]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"))))


def clerk(bob: User, **fields: str) -> AccessRole:
    """Bob as a clerk who may take away the customers of everybody."""
    role = AccessRole.objects.create(
        name="영업", scopes=dict.fromkeys(grantable.permissions(), 3),
        fields={"base.customer": fields},
    )  # fmt: skip
    roles.assign(bob, [role.pk])
    return role


def test_a_long_list_holds_fields_that_no_list_shows(inside_hanbit: Company, ada: User) -> None:
    people(4, memo="조용한 시간")
    export = made(begun(ada, columns=["name", "memo"]))
    assert lines(fetching.fetch(export, ada))[2] == ["고객00", "조용한 시간"]


def test_a_long_list_is_made_into_a_file_and_its_user_is_told(
    inside_hanbit: Company, ada: User
) -> None:
    people(8, owner=ada, company_name="=1+1")
    export = made(begun(ada, columns=["name", "company_name", "owner"]))
    assert (export.state, export.total, export.done) == (State.READY, 8, 8)
    mark, head, *rows = lines(fetching.fetch(export, ada))
    assert mark[0].startswith("출력보안: 고객")
    assert mark[0].endswith(str(ada))
    assert head[0] == "이름"
    assert rows == [[f"고객{number:02}", "'=1+1", str(ada)] for number in range(8)]
    told = Notice.objects.get(user=ada)
    assert (told.kind, told.object_id, told.actor_id) == (
        "tenants.export.ready", str(export.pk), None,
    )  # fmt: skip


def test_a_workbook_holds_the_same(inside_hanbit: Company, ada: User) -> None:
    people(8)
    export = made(begun(ada, kind="xlsx", query="sort=-name"))
    book = CalamineWorkbook.from_filelike(fetching.fetch(export, ada))
    rows = list(book.get_sheet_by_index(0).iter_rows())
    assert [row[0] for row in rows[2:]] == [f"고객{number:02}" for number in range(7, -1, -1)]


def test_the_audit_knows_who_asked_who_got_it_and_why(inside_hanbit: Company, ada: User) -> None:
    people(8)
    export = made(begun(ada))
    fetching.fetch(export, ada)
    deeds = AuditEntry.objects.exclude(action__contains="customer.create").order_by("pk")
    assert list(deeds.values_list("action", "actor_id"))[-2:] == [
        ("base.customer.export", ada.pk),
        ("tenants.export.download", None),  # a request's middleware says who; here nobody does
    ]
    assert deeds.get(action="base.customer.export").changes == {
        "rows": 8, "query": "sort=name", "reason": "결산",
    }  # fmt: skip


def test_rung_twice_it_is_made_once_and_asked_twice_it_is_one(
    inside_hanbit: Company, ada: User
) -> None:
    people(8)
    export = begun(ada)
    assert begun(ada).pk == export.pk
    made(export)
    made(export)
    assert AuditEntry.objects.filter(action="base.customer.export").count() == 1
    assert begun(ada).pk != export.pk, "a file of yesterday is no answer to today's list"


def test_a_killed_worker_leaves_nothing_and_the_next_begins_anew(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(8)
    export = begun(ada)
    with monkeypatch.context() as broken:
        broken.setattr(ending, "finish", _die)
        with pytest.raises(KeyboardInterrupt):
            making.make(export.pk)
    export.refresh_from_db()
    assert export.state == State.RUNNING
    export = made(export)
    assert (export.state, export.done, export.attempts) == (State.READY, 8, 2)
    assert len(lines(fetching.fetch(export, ada))) == 10
    kept = default_storage.listdir("exports")[1]
    assert [name for name in kept if str(export.pk) in name] == [f"{export.pk}.csv"]


def _die(*_args: object) -> None:
    raise KeyboardInterrupt


def test_what_kills_every_worker_is_given_up_with_a_sentence(
    inside_hanbit: Company, ada: User
) -> None:
    export = begun(ada)
    Export.objects.update(attempts=making.MOST_ATTEMPTS)
    assert made(export).state == State.FAILED
    assert "한 번 더" in export.problem


def test_an_export_that_stands_still_is_rung_for(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = begun(ada)
    rung: list[str] = []
    monkeypatch.setattr(tasks.make_file, "ring", rung.append)
    jobs._resume()
    assert rung == []
    Export.objects.update(touched_at=clock.now() - timedelta(minutes=2))
    jobs._resume()
    assert rung == [str(export.pk)]


def test_two_workers_never_make_the_same_file(committed_db: None, hanbit: Company) -> None:
    with context.inside(hanbit):
        ada = User.objects.get(email="ada@hanbit.example")
        people(8)
        export = begun(ada)
        with making._held(export.pk) as is_mine:
            other = threading.Thread(target=context.carry(making.make), args=[export.pk])
            other.start()
            other.join(20)
            assert is_mine
            export.refresh_from_db()
            assert (export.state, export.attempts) == (State.RUNNING, 0)
        assert made(export).state == State.READY


def test_cancelling_stops_it_and_deletes_what_there_is(
    inside_hanbit: Company, ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    people(8)
    export = begun(ada)
    assert ending.cancel(export, ada)
    assert made(export).state == State.CANCELLED
    assert not default_storage.exists(export.place)
    other = made(begun(ada))
    with django_capture_on_commit_callbacks(execute=True):
        assert ending.cancel(other, ada)
    assert not default_storage.exists(other.place)
    assert not ending.cancel(other, ada)


def test_cancelled_under_way_it_stops_at_the_next_rows(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(8)
    export, tell = begun(ada), making._tell

    def cancelled(under_way: Export) -> None:
        if under_way.done == 6:
            ending.cancel(under_way, ada)
        tell(under_way)

    monkeypatch.setattr(making, "_tell", cancelled)
    export = made(export)
    assert (export.state, export.done) == (State.CANCELLED, 3)
    assert not default_storage.exists(export.place)
    assert not AuditEntry.objects.filter(action="base.customer.export").exists()


def test_three_files_at_a_time_are_enough_for_one(inside_hanbit: Company, ada: User) -> None:
    for number in range(3):
        begun(ada, query=f"name={number}")
    with pytest.raises(RuleBroken) as refused:
        begun(ada, query="name=4")
    assert refused.value.code == "export_busy"


def test_rights_that_were_lost_meanwhile_end_it_with_a_sentence(
    inside_hanbit: Company, bob: User
) -> None:
    people(8)
    role = clerk(bob)
    exports = [begun(bob), begun(bob, columns=["name"], query="mobile=010")]
    role.fields = {"base.customer": {"mobile": HIDE}}
    role.save()
    for export in exports:
        assert made(export).state == State.FAILED
        assert export.problem
    role.scopes["base.customer.export"] = 0
    role.save()
    export = made(begun(bob, columns=["name"]))
    assert (export.state, export.problem) == (
        State.FAILED, "이제 이 목록을 내보낼 권한이 없어요.",
    )  # fmt: skip
    assert not default_storage.exists(export.place)


def test_the_file_holds_only_what_its_user_sees(inside_hanbit: Company, bob: User) -> None:
    people(6)
    people(2, owner=bob)
    role = clerk(bob)
    role.scopes["base.customer.view"] = 1
    role.save()
    export = made(begun(bob, columns=["name"]))
    assert export.total == 2


def fetched(export: Export, user: User) -> str:
    """Why the file is refused."""
    with pytest.raises(RuleBroken) as refused:
        fetching.fetch(export, user)
    return refused.value.code


def test_at_the_download_the_rights_are_checked_again(inside_hanbit: Company, bob: User) -> None:
    people(8)
    role = clerk(bob)
    export = made(begun(bob))
    assert fetching.fetch(export, User.objects.get(pk=bob.pk))
    for change in ({"view": 1}, {"view": 2}, {"export": 0}):
        role.scopes |= {f"base.customer.{verb}": scope for verb, scope in change.items()}
        role.save()
        assert fetched(export, User.objects.get(pk=bob.pk)) == "export_closed", change
        role.scopes |= dict.fromkeys(("base.customer.view", "base.customer.export"), 3)
    role.fields = {"base.customer": {"mobile": HIDE}}
    role.save()
    assert fetched(export, User.objects.get(pk=bob.pk)) == "export_closed"


def test_after_seven_days_the_file_goes_and_the_entry_stays(
    inside_hanbit: Company, ada: User
) -> None:
    people(8)
    export = made(begun(ada))
    Export.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    export.refresh_from_db()
    assert fetched(export, ada) == "export_gone"
    assert clearing.expire() == 1
    assert not default_storage.exists(export.place)
    assert Export.objects.get().state == State.EXPIRED
    assert clearing.expire() == 0


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "자리가 없어요"), (errno.EIO, "답하지 않아요")]
)
def test_a_full_disk_is_said_and_nothing_is_half_there(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    people(8)
    export = begun(ada)

    def full(*_args: object, **_options: object) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.files.storage.FileSystemStorage._save", full)
        assert made(export).state == State.FAILED
    assert words in export.problem
    assert Notice.objects.filter(user=ada, facts__state="failed").exists()
    assert made(begun(ada)).state == State.READY, "once there is room again it is made"


def test_a_file_that_was_lost_is_said(inside_hanbit: Company, ada: User) -> None:
    export = made(begun(ada))
    default_storage.delete(export.place)
    assert fetched(export, ada) == "export_gone"
