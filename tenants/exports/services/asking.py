"""Taking a list away: noted when it is short, begun in the background when it is long (U6, A14)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.lists.taken import Asked
from tenants import audit
from tenants.exports.models import Export
from tenants.people.models import User

SUBJECT = "tenants.export"
AT_ONCE = 3
"""Files that are made for one user at a time."""
LOCK = 0x65787074
State = Export.State


@transaction.atomic
def note(record: Record, user: User, asked: Asked) -> Export:
    """Notes a list that was short enough to be handed over at once."""
    export = _export(record, user, asked)
    export.state, export.done = State.TAKEN, asked.count
    export.save(force_insert=True)
    record.exported(asked.count, asked.query, asked.reason)
    return export


@transaction.atomic
def begin(record: Record, user: User, asked: Asked, ring: Callable[[str], None]) -> Export:
    """Has a long list made into a file; `ring` wakes a worker. Asked twice, it is made once.

    RuleBroken when as many files are being made for the user already as may be.
    """
    _one_by_one()
    running = Export.objects.filter(user=user, state=State.RUNNING)
    same = running.filter(
        record=record.code,
        query=asked.query,
        columns=list(asked.columns),
        kind=asked.kind,
        subtotals=asked.subtotals,
    ).first()
    if same is not None:
        return same
    if running.count() >= AT_ONCE:
        raise RuleBroken(
            "export_busy",
            _("%(most)s files are being made for you. Wait for one, or cancel one of them.")
            % {"most": AT_ONCE},
        )
    export = _export(record, user, asked)
    export.save(force_insert=True)
    audit.record(
        f"{SUBJECT}.begin", subject=SUBJECT, subject_id=export.pk, summary=str(record.plural),
        changes={"record": record.code, "rows": asked.count, "reason": asked.reason},
    )  # fmt: skip
    transaction.on_commit(lambda: ring(str(export.pk)), robust=True)
    return export


def _export(record: Record, user: User, asked: Asked) -> Export:
    return Export(
        record=record.code, query=asked.query, columns=list(asked.columns), kind=asked.kind,
        subtotals=asked.subtotals, reason=asked.reason, total=asked.count, user=user,
        touched_at=clock.now(),
    )  # fmt: skip


def _one_by_one() -> None:
    """Holds others of this company back until the transaction ends: a form sent twice counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [LOCK])
