"""Making the file of a long list (U6).

One worker at a time has an export: it holds a lock of its database session, which goes with the
worker however that ends. Nothing of a killed worker counts; the next one begins the file anew.
"""

from __future__ import annotations

import errno
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, Any
from urllib.parse import parse_qs
from uuid import UUID

from botocore.exceptions import (  # type: ignore[import-untyped]
    BotoCoreError,
    ClientError,
)
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped]

from dangol import access, clock
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.lists.export import (
    XLSX,
    Table,
    every_column,
    table_of,
    write_csv,
    write_workbook,
)
from dangol.records.lists.listing import OWN
from dangol.records.lists.selection import read_selection
from dangol.records.lists.subtotals import Subtotals
from dangol.records.looks.subtotals import read_subtotals, read_wanted
from tenants import audit
from tenants.exports.models import Export
from tenants.exports.services import ending
from tenants.exports.standing import standing
from tenants.people.models import User
from tenants.queries import desk

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
"""Workers that may be lost over one export before it is given up."""
STEP = 20_000
"""Rows after which it is told how far the file is, and looked whether it is still wanted."""
State = Export.State


class NotWanted(Exception):
    """The export was cancelled meanwhile."""


def make(export_id: UUID) -> None:
    """Makes the file unless another worker is at it, or it is over."""
    with _held(export_id) as is_mine:
        export = _begun(export_id) if is_mine else None
        if export is None:
            return
        with _as(export.user):
            try:
                _make(export)
            except NotWanted:
                default_storage.delete(export.place)
            except RuleBroken as broken:
                ending.fail(export, str(broken))
            except (OSError, BotoCoreError, ClientError, XlsxFileError) as error:
                log.warning("The file of export %s could not be kept: %s", export_id, error)
                ending.fail(export, _no_room(error))


def _make(export: Export) -> None:
    record, user = _rights(export)
    table = _table(export, record, user)
    export.standing = standing(record, user)
    with tempfile.TemporaryFile() as file:
        (write_workbook if export.kind == XLSX else write_csv)(table, file)
        _keep(export, file)
    ending.finish(export, record)


def _table(export: Export, record: Record, user: User) -> Table:
    """What the file holds, under the rights that the user has now; RuleBroken when those do not
    reach as far as what was asked for."""
    parameters = parse_qs(export.query)
    offered = {each.name: each for each in every_column(record, user)}
    if lost := [name for name in export.columns if name not in offered]:
        log.info("Export %s asks for columns that are closed now: %s", export.pk, lost)
        raise RuleBroken("export_closed", ending.columns_closed())
    selection = read_selection(record, user, parameters, also=OWN, strict=True)
    columns = [offered[name] for name in export.columns]
    table = table_of(record, user, selection, parameters, columns)
    sums = _subtotals(export, table)
    return replace(table, heard=_Progress(export), subtotals=sums)


def _subtotals(export: Export, table: Table) -> Subtotals | None:
    """What the rows come to, where that was asked for; RuleBroken once part of it is closed."""
    wanted = read_wanted(table.record, table.user, export.subtotals)
    if wanted is None:
        return None
    if wanted.lost:
        log.info("Export %s adds up what is closed now: %s", export.pk, wanted.lost)
        raise RuleBroken("export_closed", ending.columns_closed())
    return read_subtotals(table.rows, wanted)


class _Progress:
    """Keeps how many rows are written; NotWanted once the export is no longer running."""

    def __init__(self, export: Export) -> None:
        self.export = export

    def __call__(self, rows: int) -> None:
        before = self.export.done
        self.export.done += rows
        if before // STEP != self.export.done // STEP:
            _tell(self.export)


def _tell(export: Export) -> None:
    running = Export.objects.filter(pk=export.pk, state=State.RUNNING)
    if not running.update(done=export.done, touched_at=clock.now()):
        raise NotWanted


def _keep(export: Export, file: IO[bytes]) -> None:
    """Puts the file where files are kept, instead of what a killed worker left there."""
    _tell(export)
    export.size = file.tell()
    file.seek(0)
    default_storage.delete(export.place)
    default_storage.save(export.place, File(file))


def _rights(export: Export) -> tuple[Record, User]:
    """The record type and the user; RuleBroken when the user may not take it away any more."""
    record, user = desk.records().get(export.record), export.user
    if user is None or not user.is_active:
        raise RuleBroken("user_gone", _("Whoever began this does not work here any more."))
    if record is None or not access.user_can(user, record.permission("export")):
        raise RuleBroken("export_closed", ending.closed())
    return record, user


@transaction.atomic
def _begun(export_id: UUID) -> Export | None:
    """The export if it is still to be made, its attempt counted before anything can go wrong."""
    running = Export.objects.filter(pk=export_id, state=State.RUNNING).select_related("user")
    export = running.select_for_update(of=("self",)).first()
    if export is None:
        return None
    if export.attempts >= MOST_ATTEMPTS:
        with _as(export.user):
            ending.fail(export, _("The file could not be made. Try once more, or tell us."))
        return None
    export.attempts += 1
    export.done, export.touched_at = 0, clock.now()
    export.save(update_fields=["attempts", "done", "touched_at"])
    return export


@contextmanager
def _held(export_id: UUID) -> Iterator[bool]:
    """Whether this worker has the export for itself; it goes back when the session ends."""
    key = export_id.int & 0x7FFF_FFFF_FFFF_FFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _as(user: Any) -> Iterator[None]:
    """In the user's language, and as their deed."""
    actor = audit.Actor(id=user.pk, name=user.name) if user else audit.SYSTEM
    with audit.acting(actor), translation.override(user.language if user else None):
        yield


def _no_room(error: Exception) -> str:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return _("There is no room left for the file. Tell whoever runs this, then try again.")
    return _("The place where files are kept does not answer. Try again later.")
