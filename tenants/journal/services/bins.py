"""Taking records out of the trash, and removing them for good: by hand, or after 90 days (U4).

What belongs to a record goes with it. The journal of runs forgets it as well: what it held before
would be all that is left of somebody who asked to be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CASCADE, Model, ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.cells import shown
from dangol.records.merged import merged_into
from dangol.records.page.files import files
from dangol.records.timeline.notes import notes
from dangol.records.trash.bin import over
from dangol.records.trash.relations import bring_back, parts_of
from tenants import audit
from tenants.journal.models import Change, LeftOut
from tenants.people.models import Favourite, Share, Visit

PART = 500
"""Records that are removed in one transaction."""
SUBJECT = "tenants.trash"


def restore(record: Record, rows: Sequence[Any]) -> list[str]:
    """Takes each out by its own service; a sentence for each that could not come back."""
    problems = []
    for row in rows:
        try:
            with transaction.atomic():
                bring_back(record, row)
        except RuleBroken as broken:
            problems.append(f"{shown(row, record.title) or '—'}: {broken}")
    return problems


@transaction.atomic
def remove(record: Record, keys: Sequence[UUID]) -> int:
    """Removes records that lie in the trash for good; how many. One line in the audit.

    RuleBroken when something that must stay points at one of them.
    """
    rows = record.trashed().filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    found = list(rows)
    count = remove_for_good(record, found)
    names = ", ".join(shown(row, record.title) for row in found[:5])
    _note("remove", record, count, names)
    return count


@transaction.atomic
def remove_old(record: Record) -> int:
    """Removes a part of what has lain in the trash for all its days; how many."""
    old = record.trashed().filter(**{f"{record.bulk.trash}__lt": over()}).order_by("pk")
    found = list(old.select_for_update(skip_locked=True, of=("self",))[:PART])
    if not found:
        return 0
    try:
        with transaction.atomic():
            count = remove_for_good(record, found)
    except RuleBroken:
        count = sum(_alone(record, row) for row in found)
    if count:
        _note("expire", record, count)
    return count


def belonging(record: Record, keys: Sequence[UUID]) -> list[tuple[Any, int]]:
    """(what, how many) of the rows that go with these records."""
    found = []
    for relation in record.model._meta.related_objects:
        if relation.on_delete is CASCADE and not relation.many_to_many:
            model: type[Model] = relation.related_model
            column = relation.field.attname
            count = model._default_manager.filter(**{f"{column}__in": list(keys)}).count()
            if count:
                found.append((model._meta.verbose_name_plural, count))
    return found


def _alone(record: Record, row: Any) -> int:
    """Removes one record, unless something holds it: 1 or 0."""
    try:
        with transaction.atomic():
            return remove_for_good(record, [row])
    except RuleBroken:
        return 0


def remove_for_good(record: Record, rows: Sequence[Any]) -> int:
    """Removes rows and all that belongs to them; the caller writes the audit."""
    keys = [*(row.pk for row in rows), *merged_into(record.model, [row.pk for row in rows])]
    along = _with_parts(record, keys)
    try:
        record.model._base_manager.filter(pk__in=keys).delete()
    except (ProtectedError, RestrictedError) as error:
        raise RuleBroken(
            "trash_held",
            _("Other records still point at it. Remove those first, then try again."),
        ) from error
    for kind, ids in along:
        _forget(kind, ids)
    return len(rows)


def _with_parts(record: Record, keys: Sequence[UUID]) -> list[tuple[Record, Sequence[UUID]]]:
    """The records and, type by type, those that are parts of them: removed together."""
    found = [(record, keys)]
    for part in parts_of(record):
        if part.within is not None:
            rows = part.model._base_manager.filter(**{f"{part.within.field}__in": list(keys)})
            found += _with_parts(part, list(rows.values_list("pk", flat=True)))
    return found


def _forget(record: Record, keys: Sequence[UUID]) -> None:
    """What other tables hold of records that are gone: files, notes, shares, the journal."""
    texts = [str(key) for key in keys]
    files().forget(record.code, keys)
    notes().forget(record.code, keys)
    for model in (Change, LeftOut):
        model._default_manager.filter(object_id__in=keys).delete()
    Share.objects.filter(record=record.code, object_id__in=keys).delete()
    for desk in (Favourite, Visit):
        desk._default_manager.filter(record=record.code, object_id__in=texts).delete()


def _note(deed: str, record: Record, count: int, names: str = "") -> None:
    audit.record(
        "tenants.trash.remove" if deed == "remove" else "tenants.trash.expire",
        subject=SUBJECT, summary=names or str(record.plural),
        changes={"record": record.code, "count": count},
    )  # fmt: skip
