"""The table of a ready report: lines and columns of numbers, each with the list it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dangol.i18n import figures

Unit: TypeAlias = Literal["count", "money", "rate", "words"]
HEATS = 5
"""Steps of shading in a table that is read as a map of heat."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column of numbers.

    unit      what they are: a count, whole won, the share in a whole, or no number but words
    is_drawn  the chart has a series of it
    is_summed the last line adds it up; what counts the same records twice cannot be added up
    """

    label: str | Promise
    unit: Unit = "count"
    is_drawn: bool = True
    is_summed: bool = True


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number, and the address of the list of what it counts; "" where no list shows that.

    whole  of a share: what it is a share of
    words  where the head says that there is no number: a stage, a day, a value with its unit
    """

    value: int | None = None
    link: str = ""
    whole: int = 0
    heat: int = 0
    words: str = ""

    def written(self, unit: Unit) -> str:
        if unit == "words":
            return self.words or figures.NOTHING
        if unit == "rate":
            return figures.percent(self.value or 0, self.whole)
        return figures.won(self.value) if unit == "money" else figures.number(self.value)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: its words, where they lead, its numbers in the order of the heads."""

    label: str
    cells: Sequence[Cell]
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """What a ready report shows.

    first    head of the lines' words
    problem  why nothing can be shown, in a sentence; `notices` about what is left out
    is_heat  its numbers are shaded by their size
    drawing  what the chart shows, where that is no column of numbers
    height   of the chart, in pixels
    """

    first: str | Promise = ""
    heads: Sequence[Head] = ()
    lines: Sequence[Line] = ()
    total: Line | None = None
    problem: str = ""
    notices: Sequence[str] = ()
    is_heat: bool = False
    drawing: Mapping[str, Any] | None = None
    height: int = 260

    @property
    def is_empty(self) -> bool:
        return not any(cell.value or cell.words for line in self.lines for cell in line.cells)

    @property
    def has_legend(self) -> bool:
        """Whether the chart has several series, which must be told apart."""
        return self.drawing is not None or sum(head.is_drawn for head in self.heads) > 1

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Head, Cell, str]]]]:
        """(line, its (head, cell, the number in words)), for the template."""
        return [(line, self._cells(line)) for line in self.lines]

    @property
    def foot(self) -> list[tuple[Head, Cell, str]]:
        return self._cells(self.total) if self.total else []

    def _cells(self, line: Line) -> list[tuple[Head, Cell, str]]:
        return [
            (head, cell, cell.written(head.unit))
            for head, cell in zip(self.heads, line.cells, strict=True)
        ]

    def chart(self) -> Mapping[str, Any]:
        """The columns that are drawn, as `c-chart` takes them."""
        if self.drawing is not None:
            return self.drawing
        drawn = [place for place, head in enumerate(self.heads) if head.is_drawn]
        return {
            "labels": [line.label for line in self.lines],
            "series": [
                {
                    "name": str(self.heads[place].label),
                    "values": [line.cells[place].value for line in self.lines],
                }
                for place in drawn
            ],
            "links": [line.link or _first_link(line, drawn) for line in self.lines],
        }


def _first_link(line: Line, drawn: Sequence[int]) -> str:
    return next((line.cells[place].link for place in drawn if line.cells[place].link), "")


def added(heads: Sequence[Head], lines: Sequence[Line], links: Sequence[str] = ()) -> Line:
    """The last line: each column added up, as far as that says something."""
    cells = []
    for place, head in enumerate(heads):
        found = [line.cells[place] for line in lines]
        link = links[place] if place < len(links) else ""
        if head.unit in ("rate", "words") or not head.is_summed:
            cells.append(Cell())
        else:
            cells.append(Cell(value=sum(cell.value or 0 for cell in found), link=link))
    return Line(label=_("Altogether"), cells=cells)


def heated(lines: Sequence[Line]) -> list[Line]:
    """The lines with each number's heat, from 0 for nothing to `HEATS` for the largest."""
    most = max((cell.value or 0 for line in lines for cell in line.cells), default=0)
    if most <= 0:
        return list(lines)
    return [
        replace(
            line,
            cells=[
                replace(cell, heat=-(-HEATS * max(cell.value or 0, 0) // most))
                for cell in line.cells
            ],
        )
        for line in lines
    ]
