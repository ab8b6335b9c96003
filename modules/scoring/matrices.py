"""How two axes are cut into grades, and which club each cell of the grid is (B33, B34).

A matrix is one value of the company's rules. Clubs have codes that outlive their names, so a kept
view of a club goes on when the club is called otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.registry import Text

GRADES = (2, 3, 4)
"""Into how many an axis may be cut."""
LONGEST = 40
"""Characters of a club's name."""
NAMES: dict[str, Text] = {
    "vip": _("VIP Diamond Club"), "a": _("A Club"), "save": _("Save Club"), "b": _("B Club"),
    "c": _("C Club"), "d": _("D Club"), "a1": pgettext_lazy("customer equity", "A (1)"),
    "b2": pgettext_lazy("customer equity", "B (2)"), "c3": pgettext_lazy("customer equity", "C"),
    "d4": pgettext_lazy("customer equity", "D"),
}  # fmt: skip
"""What clubs are called as long as the company gives them no name of its own."""
OWN = "n"
"""Begins the code of a club that a company added: n1, n2, …"""


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Borders fall; a value that reaches one is above it. Cells stand best first, both ways.

    down, across  borders of the axis that runs down, and of the one across
    cells         codes of clubs: a row for each grade of `down`, a place for each of `across`
    names         {code: the company's own name}
    """

    down: tuple[int, ...]
    across: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, club: str) -> str:
        return self.names.get(club) or str(NAMES.get(club, club))

    def named(self) -> list[list[str]]:
        """The names of the cells as they stand."""
        return [[self.name(club) for club in row] for row in self.cells]

    def club_at(self, down: int, across: int) -> str:
        """The club of two grades, which count from the lowest: 0 reaches no border."""
        return self.cells[len(self.down) - down][len(self.across) - across]

    def clubs(self) -> dict[str, list[tuple[int, int]]]:
        """{club: its cells by their grades}, the best first."""
        found: dict[str, list[tuple[int, int]]] = {}
        for down in range(len(self.down), -1, -1):
            for across in range(len(self.across), -1, -1):
                found.setdefault(self.club_at(down, across), []).append((down, across))
        return found

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "down": list(self.down), "across": list(self.across),
            "cells": [list(row) for row in self.cells], "names": dict(self.names),
        }  # fmt: skip


def read_matrix(kept: Mapping[str, Any]) -> Matrix:
    """What `Matrix.kept` wrote."""
    return Matrix(
        down=tuple(kept["down"]), across=tuple(kept["across"]),
        cells=tuple(tuple(row) for row in kept["cells"]), names=dict(kept["names"]),
    )  # fmt: skip


MATRICES: dict[str, Matrix] = {
    "club": Matrix(
        down=(75, 50), across=(80, 60),
        cells=(("vip", "a", "save"), ("b", "b", "c"), ("c", "d", "d")),
    ),
    "equity": Matrix(down=(2_000_000,), across=(60,), cells=(("a1", "b2"), ("c3", "d4"))),
}  # fmt: skip
"""As they are until the company changes them."""


def coded(
    before: Matrix, names: Sequence[Sequence[str]]
) -> tuple[tuple[tuple[str, ...], ...], dict[str, str]]:
    """(cells, own names) of a grid of names: cells of one name are one club.

    A club keeps its code by its name; one that is renamed everywhere keeps it by its place.
    """
    known = {before.name(code): code for code in before.clubs()}
    given = {name: known[name] for row in names for name in row if name in known}
    for down, row in enumerate(names):
        for across, name in enumerate(row):
            if name not in given:
                there = _there(before, down, across)
                is_free = there and there not in given.values()
                given[name] = there if is_free else _new(before, given.values())
    cells = tuple(tuple(given[name] for name in row) for row in names)
    own = {code: name for name, code in given.items() if name != str(NAMES.get(code, ""))}
    return cells, own


def _there(before: Matrix, down: int, across: int) -> str:
    """The club that stood in this place, counted from the best; "" where there was none."""
    if down < len(before.cells) and across < len(before.cells[down]):
        return before.cells[down][across]
    return ""


def _new(before: Matrix, given: Any) -> str:
    taken = {*before.clubs(), *before.names, *given}
    number = 1
    while f"{OWN}{number}" in taken:
        number += 1
    return f"{OWN}{number}"
