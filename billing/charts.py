"""Columns of stacked amounts, drawn on the server: they need no script, and print.

A chart is geometry and words; `billing/_columns.html` draws it. Heights are counted from the top
of a field 100 units high, each column is 10 units wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dangol.i18n.figures import number

WIDTH = 10
"""Units of one column with the space around it."""
HEIGHT = 100
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Series:
    """One name of the legend: its shade (1 to 5 of the ramp, 0 the neutral) and its values."""

    label: str
    shade: int
    values: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """One stretch of a column."""

    shade: int
    top: float
    height: float


@dataclass(frozen=True)
class Column:
    """One column: `axis` is its word below the field, "" for none; `pale` is still to come."""

    left: int
    title: str
    axis: str
    parts: tuple[Part, ...]
    pale: bool
    now: bool


@dataclass(frozen=True)
class Tick:
    """One line across the field."""

    label: str
    top: float


@dataclass(frozen=True)
class Chart:
    """A whole chart. `now` is where the present ends, None when all of it is past."""

    series: tuple[Series, ...]
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    """The same numbers as a table: name of the column, its values, their sum."""
    now: int | None

    @property
    def width(self) -> int:
        return WIDTH * len(self.columns)

    @property
    def is_empty(self) -> bool:
        return not any(total for _name, _values, total in self.rows)


def stacked(
    series: Sequence[Series], names: Sequence[str], axis: Sequence[str], past: int | None = None
) -> Chart:
    """The chart of `series`, whose values stand in the order of `names`.

    names  each column in full, for its title and the table
    axis   the word below each column, "" for none
    past   how many columns have happened; those after are drawn pale. None: all of them
    """
    sums = [sum(max(0, each.values[place]) for each in series) for place in range(len(names))]
    top = _round_top(max(sums, default=0))
    columns = tuple(
        Column(
            left=place * WIDTH,
            title=_title(name, series, place),
            axis=axis[place],
            parts=tuple(_parts(series, place, top)),
            pale=past is not None and place >= past,
            now=past is not None and place == past - 1,
        )
        for place, name in enumerate(names)
    )
    rows = tuple(
        (name, tuple(each.values[place] for each in series), sums[place])
        for place, name in enumerate(names)
    )
    shown = past is not None and past < len(names)
    return Chart(
        tuple(series), columns, _ticks(top), rows, past * WIDTH if shown and past else None
    )


def _round_top(most: int) -> int:
    """The least round number of three steps that holds `most`: 26 gives 30."""
    unit = 1
    while True:
        for step in STEPS:
            if 3 * step * unit >= most:
                return 3 * step * unit
        unit *= 10


def _ticks(top: int) -> tuple[Tick, ...]:
    """From the top down to nothing."""
    return tuple(
        Tick(number(top * step // 3), HEIGHT - HEIGHT * step / 3) for step in reversed(range(4))
    )


def _parts(series: Sequence[Series], place: int, top: int) -> list[Part]:
    """The stretches of a column from the ground up; nothing is left out."""
    parts, ground = [], float(HEIGHT)
    for each in series:
        value = max(0, each.values[place])
        if value:
            height = value * HEIGHT / top
            ground -= height
            parts.append(Part(each.shade, round(ground, 3), round(height, 3)))
    return parts


def _title(name: str, series: Sequence[Series], place: int) -> str:
    said = [f"{each.label} {number(each.values[place])}" for each in series if each.values[place]]
    return f"{name}: {', '.join(said)}" if said else f"{name}: 0"
