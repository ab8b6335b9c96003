"""Importing customers from a file: upload, confirm, and the parts a worker does (U5).

A part is one transaction: it writes the customers, the end state of each of its rows, and moves the
run's cursor. The lock on the run lets one worker at a time do a part, so a worker that was thought
dead and its successor cannot do a row twice; a kill undoes the part, and the next worker does it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.records.text import clean_line
from modules.base.imports import columns, files
from modules.base.models import ImportRow, ImportRun
from modules.base.models.imports import OnDuplicate
from modules.base.queries.import_mappings import fitted, recall
from modules.base.queries.matches import KEYS
from modules.base.records import customer_record
from modules.base.services import import_mappings
from modules.base.services.import_feed import Feed
from modules.base.services.import_parts import do_part
from tenants import audit
from tenants.people.models import User

PART = 5_000
"""Rows of one transaction."""
State = ImportRow.State


def upload(file: UploadedFile[bytes], *, user: User) -> ImportRun:
    """Takes a file in, to be confirmed. RuleBroken, and nothing kept, when it cannot be read."""
    run_id = new_id()
    received = files.receive(file, f"imports/{run_id}")
    try:
        return _start_run(run_id, clean_line(file.name or "")[-200:], received, user)
    except BaseException:
        files.forget(received.tables)
        raise


@transaction.atomic
def _start_run(run_id: UUID, file_name: str, received: files.Received, user: User) -> ImportRun:
    run = ImportRun(
        id=run_id, file_name=file_name, encoding=received.encoding, started_by=user
    )  # fmt: skip
    run.sheets = [asdict(table) for table in received.tables if table.name]
    take_table(run, received.first)
    run.save(force_insert=True)
    audit.record(
        "base.import.upload", subject="base.import", subject_id=run.pk, summary=file_name,
        changes={"rows": run.rows_total, "masked": run.masked},
    )  # fmt: skip
    return run


def take_table(run: ImportRun, table: files.Table) -> None:
    """Makes this table the one that is imported; not saved."""
    run.stored_name, run.sheet = table.stored_name, table.name[:100]
    run.header, run.delimiter = table.header, table.delimiter
    run.rows_total, run.masked = table.rows, table.masked
    run.mapping = columns.guess(table.header)
    if before := recall(run.started_by, table.header):
        run.mapping = fitted(before, table.header) or run.mapping
        run.keys, run.on_duplicate = before.keys, before.on_duplicate
    closed = closed_fields(run.started_by)
    run.mapping = {field: at for field, at in run.mapping.items() if field not in closed}


def stored_names(run: ImportRun) -> list[str]:
    """Every file that the storage keeps for this run."""
    names = {run.stored_name, *(sheet["stored_name"] for sheet in run.sheets)}
    return sorted(names - {""})


def forget_files(names: list[str]) -> None:
    """Removes the files once the present transaction is over."""

    def remove() -> None:
        for name in names:
            default_storage.delete(name)

    transaction.on_commit(remove, robust=True)


@transaction.atomic
def choose(
    run: ImportRun,
    chosen: dict[int, str],
    on_duplicate: str,
    ring: Callable[[], None],
    *,
    keys: Sequence[str] = (),
    save_as: str = "",
) -> None:
    """Takes the columns and sets the dry run going; also again, after going back.

    `keys` say by what a row and a customer are the same; `save_as` keeps the choice by a name.

    RuleBroken when the columns cannot be used, and once the import has started.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise RuleBroken("import_started", _("This import has started; upload the file again."))
    if on_duplicate not in OnDuplicate.values:
        raise RuleBroken("import_policy", _("Choose what happens to customers already here."))
    run.mapping = columns.checked(chosen, len(run.header), closed_fields(run.started_by))
    run.keys = _checked_keys(keys, run.mapping)
    run.on_duplicate = on_duplicate
    import_mappings.remember(run)
    if save_as:
        import_mappings.save(run, save_as)
    run.state = ImportRun.State.CHECKING
    run.check_no += 1  # a dry run that is still at it belongs to the columns before
    run.rows_checked = 0
    run.touched_at = clock.now()
    run.save(
        update_fields=[
            "mapping",
            "keys",
            "on_duplicate",
            "state",
            "check_no",
            "rows_checked",
            "touched_at",
        ]
    )
    transaction.on_commit(ring, robust=True)  # a lost ring is found by `tasks.resume_imports`


def closed_fields(user: User | None) -> set[str]:
    """Fields that the user may not fill from a file."""
    return {*customer_record.hidden_from(user), *customer_record.locked_for(user)}


def _checked_keys(keys: Sequence[str], mapping: dict[str, int]) -> list[str]:
    """The keys, the surest first; RuleBroken for one whose columns the file does not fill."""
    if set(keys) - set(KEYS):
        raise RuleBroken("import_key", _("Choose by what customers are the same."))
    for key in keys:
        label, fields = KEYS[key]
        if not set(fields) <= set(mapping):
            sentence = _("To compare by “%(key)s”, choose its columns first.")
            raise RuleBroken("import_key", sentence % {"key": label})
    return [key for key in KEYS if key in keys]


@transaction.atomic
def start(run: ImportRun, ring: Callable[[], None]) -> None:
    """Sets a checked import going; `ring` wakes a worker after the commit. Twice does nothing.

    RuleBroken while it is not checked.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state in (ImportRun.State.UPLOADED, ImportRun.State.CHECKING):
        raise RuleBroken("import_unchecked", _("The file is still being checked. Wait a moment."))
    if run.state != ImportRun.State.CHECKED:
        return
    run.state = ImportRun.State.RUNNING
    run.touched_at = clock.now()
    run.save(update_fields=["state", "touched_at"])
    audit.record(
        "base.import.start", subject="base.import", subject_id=run.pk, summary=run.file_name,
        changes={"mapping": run.mapping, "on_duplicate": run.on_duplicate, "keys": run.keys},
    )  # fmt: skip
    transaction.on_commit(ring, robust=True)


@transaction.atomic
def drop(run: ImportRun) -> None:
    """Forgets an import that has not started, with its file. RuleBroken once it has."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise RuleBroken("import_started", _("This import has started and cannot be dropped."))
    names = stored_names(run)
    audit.record(
        "base.import.drop", subject="base.import", subject_id=run.pk, summary=run.file_name
    )
    run.delete()
    forget_files(names)


def work(run_id: UUID) -> None:
    """Does part after part until the run is over, or until another worker is at it."""
    feed = Feed()
    try:
        while advance(run_id, feed):
            pass
    finally:
        feed.close()


@transaction.atomic
def advance(run_id: UUID, feed: Feed) -> bool:
    """Does the next part; False when there is nothing left to do here."""
    running = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.RUNNING)
    run = running.select_for_update(skip_locked=True).first()
    if run is None:
        return False
    try:
        rows = feed.take(run, PART)
    except FileNotFoundError:
        finish(run, ImportRun.State.FAILED, problem="file_gone")
        return False
    if not rows:
        finish(run, ImportRun.State.DONE)
        return False
    counts = do_part(run, rows)
    run.rows_done += len(rows)
    for state in State:
        setattr(run, state.value, getattr(run, state.value) + counts[state])
    run.touched_at = clock.now()
    run.save(update_fields=["rows_done", "touched_at", *State.values])
    return True


def finish(run: ImportRun, state: str, problem: str = "") -> None:
    """Ends the run and drops its file; rejected rows keep their cells for the error file.

    The caller has locked the run.
    """
    names = stored_names(run)
    run.stored_name, run.sheets = "", []
    run.state = state
    run.problem = problem
    run.finished_at = clock.now()
    run.save(update_fields=["state", "problem", "finished_at", "stored_name", "sheets"])
    user = run.started_by
    with audit.acting(audit.Actor(id=user.pk, name=user.name) if user else audit.Actor()):
        audit.record(
            "base.import.finish", subject="base.import", subject_id=run.pk, summary=run.file_name,
            changes={name: getattr(run, name) for name in State.values} | {"state": state},
        )  # fmt: skip
    _tell(run)
    forget_files(names)


def _tell(run: ImportRun) -> None:
    """Whoever began it is told, by the system: they have gone on to something else meanwhile."""
    over = notices.Told(
        kind="base.import.finished",
        record="base.import",
        key=str(run.pk),
        facts={name: getattr(run, name) for name in State.values} | {"state": str(run.state)},
    )
    with audit.acting(audit.SYSTEM):
        notices.tell(over, [run.started_by_id])
