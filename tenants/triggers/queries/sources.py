"""Which records one deed done to many has made and changed: runs and imports (A29).

Both keep that for taking it back. What takes back is no occasion for triggers of single changes:
those whose conditions begin to hold find it by themselves (`services/timing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.importing.models import ImportChange, ImportRow, ImportRun
from tenants.journal.models import Change
from tenants.triggers.models import Occurrence
from tenants.webhooks.kinds import CREATE, EDIT

PIECE = 1_000
"""Records that are looked at together."""
RUN, IMPORT = "tenants.run", "tenants.import"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What happened to one record.

    verb      create, edit, delete, restore
    changed   columns; empty for one that was made
    occasion  tells it from every other time
    """

    key: UUID
    verb: str
    changed: frozenset[str] = frozenset()
    occasion: str = ""
    causes: Sequence[str] = ()
    doer: UUID | None = None


def single(row: Occurrence, key: UUID) -> Happening:
    """What happened to the one record."""
    return Happening(
        key=key, verb=row.verb, changed=frozenset(row.changed),
        occasion=f"{row.verb} {row.number}", causes=row.causes, doer=row.doer,
    )  # fmt: skip


def piece(row: Occurrence) -> tuple[list[Happening], str]:
    """(the next of the many records, the cursor after them); "" when these were the last."""
    if row.source == RUN:
        return _of_run(row)
    return _of_import(row) if row.source == IMPORT else ([], "")


def _of_run(row: Occurrence) -> tuple[list[Happening], str]:
    changes = Change.objects.filter(run=row.source_id).order_by("object_id")
    if row.cursor:
        changes = changes.filter(object_id__gt=UUID(row.cursor))
    found = list(changes[:PIECE])
    happened = [
        Happening(
            key=each.object_id, verb=EDIT, changed=_differing(each.before, each.after),
            occasion=f"{EDIT} {row.number}", causes=row.causes, doer=row.doer,
        )
        for each in found
    ]  # fmt: skip
    return happened, str(found[-1].object_id) if len(found) == PIECE else ""


def _of_import(row: Occurrence) -> tuple[list[Happening], str]:
    """By the numbers of the file's rows; a record whose audit line told of it is left out."""
    run = ImportRun.objects.filter(pk=row.source_id).first() if row.source_id else None
    if run is None or run.is_noted:
        return [], ""
    first = int(row.cursor or 0)
    rows = {"run": run, "number__gt": first, "number__lte": first + PIECE}
    made = ImportRow.objects.filter(**rows, state="created", record_id__isnull=False)
    happened = [
        _imported(row, key, CREATE) for key in made.values_list("record_id", flat=True) if key
    ]
    for each in ImportChange.objects.filter(**rows, is_new=False):
        happened.append(_imported(row, each.record_id, EDIT, each.before, each.after))
    is_last = first + PIECE >= run.rows_total
    return happened, "" if is_last else str(first + PIECE)


def _imported(
    row: Occurrence, key: UUID, verb: str, before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> Happening:  # fmt: skip
    return Happening(
        key=key, verb=verb, changed=_differing(before or {}, after or {}),
        occasion=f"{verb} {row.number}", causes=row.causes, doer=row.doer,
    )  # fmt: skip


def _differing(before: dict[str, object], after: dict[str, object]) -> frozenset[str]:
    """Columns whose value is another one now; those that always change with a save left out."""
    names = set(before) | set(after)
    return frozenset(name for name in names if before.get(name) != after.get(name))
