"""Finding and replacing in the cells of a file, before anything is imported (U5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 4_000
"""Letters of a cell that was changed; what is longer is cut."""


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """Puts a text in the place of another one, row by row while the file is read.

    A rule instead of changed rows: it costs the same in a file of a hundred rows and of a million.

    columns   numbers of the file's columns, from 0
    is_whole  only cells that are this text and nothing else; the way to fill empty ones
    """

    find: str
    put: str
    columns: Sequence[int]
    is_whole: bool = False

    def cells(self, cells: list[str]) -> list[str]:
        """The row as it is afterwards: the very list where nothing changes."""
        changed = cells
        for column in self.columns:
            text = changed[column] if column < len(changed) else ""
            if not self._is_meant(text):
                continue
            if changed is cells:
                changed = cells + [""] * (max(self.columns) + 1 - len(cells))
            new = self.put if self.is_whole else text.replace(self.find, self.put)
            changed[column] = new[:LONGEST]
        return changed

    def _is_meant(self, text: str) -> bool:
        return text == self.find if self.is_whole else self.find in text


def changed_cells(before: list[str], after: list[str]) -> list[str]:
    """The new texts of the cells that differ."""
    if after is before:
        return []
    old = before + [""] * (len(after) - len(before))
    return [new for new, was in zip(after, old, strict=False) if new != was]
