"""Subtotals in a file, apart from the records that they add up (A17, U6).

In a table of lines, as CSV is one, they stand below the records, and the first cell of every line
says what it is: a sum over the lines of one kind counts nothing twice. In a workbook they have a
sheet of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.records.cells import written_value
from dangol.records.lists.totals import SUM, WORDS


@dataclass(frozen=True, kw_only=True)
class Subtotal:
    """What one group comes to, or everything.

    kind     in words, with what it is grouped by
    groups   {field: what its group is called}, also of those that it stands in
    figures  {column: number, or None where no record has a value}
    """

    kind: str
    groups: Mapping[str, str]
    count: int
    figures: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Subtotals:
    """All of a file. `levels` {field: its label}, `hows` {column: how it is added up}."""

    levels: Mapping[str, str]
    hows: Mapping[str, str]
    lines: Sequence[Subtotal]

    def heads(self, heads: Sequence[str]) -> list[str]:
        """Those of a table that has records and subtotals."""
        return [kind_head(), *heads, count_head()]

    def cells(self, names: Sequence[str]) -> Iterator[list[str]]:
        """The lines below the records, in the columns of the records."""
        for line in self.lines:
            cells = [self._cell(line, name) for name in names]
            yield [line.kind, *cells, str(line.count)]

    def sheet(self, labels: Mapping[str, str]) -> Iterator[list[Any]]:
        """The lines of a sheet of their own, heads first; numbers stay numbers."""
        figures = [f"{labels[name]} ({WORDS[how]})" for name, how in self.hows.items()]
        yield [kind_head(), *self.levels.values(), count_head(), *figures]
        for line in self.lines:
            groups = [written_value(line.groups.get(name, "")) for name in self.levels]
            yield [line.kind, *groups, line.count, *(line.figures[name] for name in self.hows)]

    def _cell(self, line: Subtotal, name: str) -> str:
        """A sum is a number as the records have it; what is no sum says so."""
        if name in line.groups:
            return written_value(line.groups[name])
        number = line.figures.get(name)
        if number is None:
            return ""
        how = self.hows[name]
        return str(number) if how == SUM else f"{WORDS[how]} {number}"


def kind_head() -> str:
    return pgettext("what a line of a file is", "Kind")


def count_head() -> str:
    return _("Number of records")


def of_record() -> str:
    """The kind of a line that is one record."""
    return pgettext("what a line of a file is", "Record")
