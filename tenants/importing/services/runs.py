"""Importing records from a file: upload, confirm, and the parts a worker does (U5).

A part is one transaction: it writes the records, the end state of each of its rows, and moves the
run's cursor. The lock on the run lets one worker at a time do a part, so a worker that was thought
dead and its successor cannot do a row twice; a kill undoes the part, and the next worker does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.imports import columns, files
from dangol.imports.matches import keys_of
from dangol.imports.plan import OnDuplicate, RowState
from dangol.records import Record
from dangol.records.text import clean_line
from tenants import audit
from tenants.importing.intakes import FieldsGone, intake_of, record_of
from tenants.importing.models import ImportRun
from tenants.importing.queries.mappings import fitted, recall
from tenants.importing.services import mappings, steps
from tenants.importing.services.feed import Feed
from tenants.importing.services.parts import do_part
from tenants.people.models import User

SUBJECT = "tenants.import"


def upload(record: Record, file: UploadedFile[bytes], *, user: User) -> ImportRun:
    """Takes a file in, to be confirmed. RuleBroken, and nothing kept, when it cannot be read."""
    run_id = new_id()
    received = files.receive(file, f"imports/{run_id}")
    try:
        name = clean_line(file.name or "")[-200:]
        run = ImportRun(
            id=run_id, record=record.code, file_name=name, encoding=received.encoding,
            started_by=user,
        )  # fmt: skip
        return _begin(run, received)
    except BaseException:
        files.forget(received.tables)
        raise


@transaction.atomic
def _begin(run: ImportRun, received: files.Received) -> ImportRun:
    run.sheets = [asdict(table) for table in received.tables if table.name]
    take_table(run, received.first)
    run.save(force_insert=True)
    audit.record(
        f"{SUBJECT}.upload", subject=SUBJECT, subject_id=run.pk, summary=run.file_name,
        changes={"record": run.record, "rows": run.rows_total, "masked": run.masked},
    )  # fmt: skip
    return run


def take_table(run: ImportRun, table: files.Table) -> None:
    """Makes this table the one that is imported; not saved."""
    run.stored_name, run.sheet = table.stored_name, table.name[:100]
    run.header, run.delimiter = table.header, table.delimiter
    run.rows_total, run.masked = table.rows, table.masked
    record = record_of(run)
    labels = columns.labels_of(record, run.started_by)
    run.mapping = columns.guess(record, labels, table.header)
    if before := recall(run.record, run.started_by, table.header):
        run.mapping = fitted(before, table.header) or run.mapping
        run.keys, run.on_duplicate = before.keys, before.on_duplicate
    run.mapping = {name: at for name, at in run.mapping.items() if name in labels}


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
    usual: Mapping[str, str] | None = None,
) -> None:
    """Takes columns and rules and sets the dry run going; also again, and repairs stay.

    `keys` say by what a row and a record are the same; `save_as` keeps the choice by a name;
    `usual` is {field: text} of what all new records of the file get.

    RuleBroken when the columns cannot be used, and once the import has started.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise RuleBroken("import_started", _("This import has started; upload the file again."))
    if on_duplicate not in OnDuplicate.values:
        raise RuleBroken("import_policy", _("Choose what happens to records already here."))
    record, is_adding = record_of(run), on_duplicate != OnDuplicate.ONLY
    run.mapping = columns.checked(
        record, run.started_by, chosen, len(run.header), is_adding=is_adding
    )
    run.keys = _checked_keys(record, keys, run.mapping)
    run.on_duplicate = on_duplicate
    run.usual = columns.usual_of(record, run.started_by, usual or {})
    mappings.remember(run)
    if save_as:
        mappings.save(run, save_as)
    run.save(update_fields=["mapping", "keys", "on_duplicate", "usual"])
    check_anew(run, ring)


def check_anew(run: ImportRun, ring: Callable[[], None]) -> None:
    """Sets a dry run going that keeps all repairs; part of a deed that has locked the run."""
    run.state = ImportRun.State.CHECKING
    run.check_no += 1  # a dry run that is still at it belongs to what was chosen before
    run.rows_checked, run.problem = 0, ""
    run.touched_at = clock.now()
    run.save(
        update_fields=[
            "state", "check_no", "rows_checked", "problem", "touched_at", "replacements",
        ]
    )  # fmt: skip
    transaction.on_commit(ring, robust=True)  # a lost ring is found by `jobs.resume`


def _checked_keys(record: Record, keys: Sequence[str], mapping: dict[str, int]) -> list[str]:
    """The keys, the surest first; RuleBroken for one whose columns the file does not fill."""
    known = keys_of(record)
    if set(keys) - set(known):
        raise RuleBroken("import_key", _("Choose by what records are the same."))
    for code in keys:
        if not set(known[code].fields) <= set(mapping):
            sentence = _("To compare by “%(key)s”, choose its columns first.")
            raise RuleBroken("import_key", sentence % {"key": known[code].label})
    return [code for code in known if code in keys]


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
    steps.forget(run)
    audit.record(
        f"{SUBJECT}.start", subject=SUBJECT, subject_id=run.pk, summary=run.file_name,
        changes={
            "record": run.record, "columns": {"record": run.record, "mapping": run.mapping},
            "on_duplicate": run.on_duplicate, "same": {"record": run.record, "keys": run.keys},
        },
    )  # fmt: skip
    transaction.on_commit(ring, robust=True)


@transaction.atomic
def drop(run: ImportRun) -> None:
    """Forgets an import that has not started, with its file. RuleBroken once it has."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise RuleBroken("import_started", _("This import has started and cannot be dropped."))
    names = stored_names(run)
    audit.record(f"{SUBJECT}.drop", subject=SUBJECT, subject_id=run.pk, summary=run.file_name)
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
        with in_the_name_of(run.started_by):
            intake = intake_of(run)
            rows = feed.take(run, intake.part)
            counts = do_part(run, rows, intake) if rows else None
    except FileNotFoundError:
        finish(run, ImportRun.State.FAILED, problem="file_gone")
        return False
    except FieldsGone:
        finish(run, ImportRun.State.FAILED, problem="fields_gone")
        return False
    if counts is None:
        finish(run, ImportRun.State.DONE)
        return False
    run.is_noted = intake.notes
    run.rows_done += len(rows)
    for state in RowState:
        setattr(run, state.value, getattr(run, state.value) + counts[state])
    run.touched_at = clock.now()
    run.save(update_fields=["is_noted", "rows_done", "touched_at", *RowState.values])
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
    counts = {name: getattr(run, name) for name in RowState.values}
    with in_the_name_of(run.started_by):
        audit.record(
            f"{SUBJECT}.finish", subject=SUBJECT, subject_id=run.pk, summary=run.file_name,
            changes={"record": run.record, **counts, "state": state},
        )  # fmt: skip
    _tell(run)
    forget_files(names)


def _tell(run: ImportRun) -> None:
    """Whoever began it is told, by the system: they have gone on to something else meanwhile.

    Nobody began one that goes on by itself: of it only is told what needs somebody.
    """
    if run.goes_on and run.state == ImportRun.State.DONE and not run.rejected:
        return
    over = notices.Told(
        kind="tenants.import.finished",
        record=SUBJECT,
        key=str(run.pk),
        facts={name: getattr(run, name) for name in RowState.values} | {"state": str(run.state)},
    )
    with audit.acting(audit.SYSTEM):
        notices.tell(over, [run.started_by_id])


@contextmanager
def in_the_name_of(user: User | None) -> Iterator[None]:
    """Within the block, deeds and sentences are this user's; None is the system."""
    actor = audit.Actor(id=user.pk, name=user.name) if user else audit.SYSTEM
    language = user.language if user else translation.get_language()
    with audit.acting(actor), translation.override(language):
        yield
