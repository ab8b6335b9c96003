"""Taking a merge back, also after later edits and in the midst of later merges (B21).

Rows that came with the record that went go back to it, wherever merges have carried them since;
rows that were added later stay with the one that stayed. A value that the merge changed returns to
what it was, unless somebody wrote another one since: only then it is asked whose that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.cells import shown
from modules.duplicates import moving
from modules.duplicates.choices import Choice, choices_of, plains, put_back
from modules.duplicates.kinds import KINDS, Mergeable
from modules.duplicates.models import Merge, Moved, Pair
from modules.duplicates.places import places_of
from modules.duplicates.services.merges import VERSION, note, save_columns
from modules.duplicates.services.revaluing import Revaluing, path_of
from tenants.journal.services.parts import unique_rules
from tenants.people.models import User

KEPT, GONE, BOTH = "kept", "gone", "both"
ANSWERS = (KEPT, GONE, BOTH)
"""Whose a value is that was written after the merge."""


@dataclass(frozen=True)
class Conflict:
    """A field that the merge filled and somebody has changed since. Values are JSON, by column."""

    choice: Choice
    before: Mapping[str, Any]
    """What the one that stays had before the merge."""
    now: Mapping[str, Any]
    own: Mapping[str, Any]
    """What the one that comes back has by itself."""


def conflicts(merge: Merge) -> list[Conflict]:
    """What must be asked before the merge can be taken back; mostly nothing."""
    mergeable = KINDS[merge.record]
    rows = mergeable.record.model._base_manager.in_bulk([merge.kept, merge.gone])
    if len(rows) < 2:
        return []
    return _conflicts(mergeable, merge, rows[merge.kept], rows[merge.gone])


@transaction.atomic
def unmerge(merge_id: UUID, answers: Mapping[str, str], *, by: User | None) -> Merge:
    """Takes a merge back. `answers`: {field: "kept", "gone" or "both"} for each conflict.

    RuleBroken when it was taken back already or is final, when something must be asked first, when
    the user may not, or when a value that only one record may have is another's by now.
    """
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    mergeable = KINDS[merge.record]
    _refuse_over(merge)
    kept, gone = _both(mergeable, merge, by)
    asked = _conflicts(mergeable, merge, kept, gone)
    if any(answers.get(each.choice.name) not in ANSWERS for each in asked):
        raise RuleBroken("unmerge_asks", _("Something was changed since; say whose it is first."))
    path = path_of(merge)
    Revaluing(mergeable).take_back(merge, kept)
    for each in asked:
        _settle(each, answers[each.choice.name], kept, gone)
    _bring_back(mergeable, gone)
    _rows(mergeable, merge, path)
    mergeable.follow([gone.pk, kept.pk, *(each.kept for each in path)])
    merge.undone_by, merge.undone_at = by, clock.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    _remember_as_different(merge, by)
    note("unmerge", mergeable, merge)
    return merge


def _refuse_over(merge: Merge) -> None:
    if merge.undone_at is not None:
        raise RuleBroken("unmerge_done", _("This merge was taken back already."))
    if merge.closed_at is not None:
        raise RuleBroken("unmerge_closed", _("This merge is older than 90 days and final."))


def _both(mergeable: Mergeable, merge: Merge, by: User | None) -> tuple[Any, Any]:
    """The two records, and those that the first was carried into, held until the end."""
    ids = [merge.kept, merge.gone, *(each.kept for each in path_of(merge))]
    rows = mergeable.record.model._base_manager.filter(pk__in=ids)
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    held: dict[UUID, Any] = {row.pk: row for row in locked}
    if merge.kept not in held or merge.gone not in held:
        raise RuleBroken("unmerge_removed", _("One of the two was removed for good since."))
    holder = held[ids[-1]] if len(ids) > 2 else held[merge.kept]
    if holder.deleted_at is not None:
        raise RuleBroken(
            "unmerge_trash", _("It lies in the trash. Restore it first, then take the merge back.")
        )
    if by is not None and not mergeable.record.visible_to(by, "edit").filter(pk=holder.pk).exists():
        raise RuleBroken("merge_closed", _("Your role may not change both of these records."))
    return held[merge.kept], held[merge.gone]


def _conflicts(mergeable: Mergeable, merge: Merge, kept: Any, gone: Any) -> list[Conflict]:
    changed = Revaluing(mergeable).overwritten(merge, kept)
    return [
        Conflict(
            each,
            {name: merge.before.get(name) for name in each.columns if name in merge.before},
            plains(kept, each.columns),
            plains(gone, each.columns),
        )
        for each in choices_of(mergeable)
        if changed & set(each.columns)
    ]


def _settle(conflict: Conflict, answer: str, kept: Any, gone: Any) -> None:
    """Gives a value that was written since to whom it belongs."""
    if answer != KEPT:
        put_back(gone, conflict.now)
        save_columns(gone, conflict.now)
        gone.updated_at = clock.now()
        gone.save(update_fields=[VERSION])
    if answer == GONE:
        put_back(kept, conflict.before)
        kept.updated_at = clock.now()
        save_columns(kept, [*conflict.before, VERSION])


def _bring_back(mergeable: Mergeable, gone: Any) -> None:
    for _rule, column in unique_rules(mergeable.record):
        value = plains(gone, [column])[column]
        if value in (None, ""):
            continue
        name = f"custom__{column}" if column.startswith("x_") else column
        other = mergeable.record.rows().filter(**{name: value}).exclude(pk=gone.pk).first()
        if other is not None:
            words = _(
                "“%(name)s” has the value “%(value)s” now, which only one may have. Change it."
            )
            title = shown(other, mergeable.record.title)
            raise RuleBroken("unmerge_taken", str(words) % {"name": title, "value": value})
    gone.deleted_at = gone.merged_into = None
    gone.save(update_fields=["deleted_at", "merged_into"])


def _rows(mergeable: Mergeable, merge: Merge, path: Sequence[Merge]) -> None:
    """The rows that came along return; merges that carried them further forget them."""
    places = {place.code: place for place in places_of(mergeable.record)}
    for moved in merge.moved.all():
        place = places.get(moved.place)
        if place is None:  # a module or an own field that is not there any more
            continue
        for holder in (merge.kept, *(each.kept for each in path)):
            moving.bring_back(place, moved.ids, holder=holder, owner=merge.gone)
        if moved.renamed:
            moving.rename_back(place, moved.renamed)
        for further in Moved.objects.filter(merge__in=path, place=moved.place):
            further.ids = [key for key in further.ids if key not in set(moved.ids)]
            further.save(update_fields=["ids"])


def _remember_as_different(merge: Merge, by: User | None) -> None:
    """Whoever takes a merge back says that they are two: nobody and no rule asks again."""
    first, second = sorted((merge.kept, merge.gone))
    Pair.objects.filter(record=merge.record, first=first, second=second).update(
        state=Pair.State.DIFFERENT, decided_by=by, decided_at=clock.now()
    )
