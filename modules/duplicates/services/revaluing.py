"""Taking out of a record what a merge had put there, whatever was merged before and since (B21).

A value that a merge put into a record may have been overwritten by the next merge, or carried on
into a third record. The journal of those later merges is corrected as if the first had never been,
so that merges can be taken back in any order and every record ends as it began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from modules.duplicates.choices import EMPTY, plain, put_back, read
from modules.duplicates.kinds import Mergeable
from modules.duplicates.models import Merge
from modules.duplicates.services.merges import VERSION, save_columns


def path_of(merge: Merge) -> list[Merge]:
    """The merges by which the one that stayed went on into others; the nearest first."""
    path: list[Merge] = []
    holder = merge.kept
    while found := Merge.objects.filter(gone=holder, undone_at=None).first():
        path.append(found)
        holder = found.kept
    return path


@dataclass
class Revaluing:
    """The work for one type; rows are read once."""

    mergeable: Mergeable
    rows: dict[Any, Any] = field(default_factory=dict)
    into: dict[Any, list[Merge]] = field(default_factory=dict)
    """{record: the merges into it that stand, in their order}."""
    on: dict[Any, Merge | None] = field(default_factory=dict)
    """{record: the merge by which it went on into another}."""

    def overwritten(self, merge: Merge, kept: Any) -> set[str]:
        """The columns that hold something else by now than the merge put there, and not by a later
        merge: somebody wrote it. What follows by itself is no such column."""
        own = {VERSION, *self.mergeable.earliest, *self.mergeable.latest}
        return {
            name
            for name, value in merge.after.items()
            if name not in own
            and self._next(merge, name) is None
            and plain(read(kept, name)) != value
        }

    def take_back(self, merge: Merge, kept: Any) -> None:
        """Each column that the merge changed holds what it held before, where that stands."""
        self.rows[kept.pk] = kept
        latest = [name for name in self.mergeable.latest if name in merge.after]
        stale = any(plain(read(kept, name)) != merge.after[name] for name in latest)
        for name, value in merge.after.items():
            self._revalue(merge, name, value, merge.before[name])
        if stale:
            self.mergeable.recount([kept.pk])

    def _revalue(self, merge: Merge, column: str, old: Any, new: Any) -> None:
        """What `merge` had put into its record, `old`, is `new` from now on."""
        later = self._next(merge, column)
        if later is not None:
            if later.before[column] == old:
                later.before[column] = new
                _kept_short(later, column)
            return
        row = self._row(merge.kept)
        if plain(read(row, column)) != old:
            return
        put_back(row, {column: new})
        save_columns(row, [column])
        on = self._on(merge.kept)
        if on is not None and on.after.get(column, _ABSENT) == old:
            carried = on.before[column] if new in EMPTY else new
            self._revalue(on, column, old, carried)
            on.after[column] = carried
            _kept_short(on, column)

    def _next(self, merge: Merge, column: str) -> Merge | None:
        """The first later merge into the same record that changed the column."""
        return next((each for each in self._later(merge) if column in each.before), None)

    def _later(self, merge: Merge) -> Sequence[Merge]:
        if merge.kept not in self.into:
            standing = Merge.objects.filter(kept=merge.kept, undone_at=None)
            self.into[merge.kept] = list(standing.order_by("at", "id"))
        found = self.into[merge.kept]
        return [each for each in found if (each.at, each.pk) > (merge.at, merge.pk)]

    def _on(self, key: Any) -> Merge | None:
        if key not in self.on:
            self.on[key] = Merge.objects.filter(gone=key, undone_at=None).first()
        return self.on[key]

    def _row(self, key: Any) -> Any:
        if key not in self.rows:
            self.rows[key] = self.mergeable.record.model._base_manager.get(pk=key)
        return self.rows[key]


_ABSENT = object()


def _kept_short(merge: Merge, column: str) -> None:
    """Stores the corrected journal; a column that it did not change after all is left out."""
    if merge.before[column] == merge.after.get(column):
        del merge.before[column], merge.after[column]
    merge.save(update_fields=["before", "after"])
