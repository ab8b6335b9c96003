"""Charts: columns as high as their numbers, round ticks, and the table beside them (U10)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.charts import HEIGHT, Chart, Series, stacked

pytestmark = pytest.mark.feature("U10")

counts = st.lists(st.integers(min_value=0, max_value=10**9), min_size=3, max_size=3)


def chart(*series: list[int], past: int | None = None) -> Chart:
    length = len(series[0])
    lines = [Series(f"s{n}", n, tuple(values)) for n, values in enumerate(series)]
    return stacked(lines, [f"day {n}" for n in range(length)], [""] * length, past)


@given(counts, counts)
def test_each_stretch_is_as_high_as_its_number_and_stands_on_the_one_below(
    one: list[int], other: list[int]
) -> None:
    drawn = chart(one, other)
    top = int(drawn.ticks[0].label.replace(",", ""))
    assert top >= max(a + b for a, b in zip(one, other, strict=True))
    for column, values in zip(drawn.columns, zip(one, other, strict=True), strict=True):
        ground = float(HEIGHT)
        shown = [value for value in values if value]
        assert len(column.parts) == len(shown)
        for part, value in zip(column.parts, shown, strict=True):
            assert part.height == pytest.approx(value * HEIGHT / top, abs=0.001)
            assert part.top + part.height == pytest.approx(ground, abs=0.003)
            ground = part.top


@pytest.mark.parametrize(
    ("most", "labels"),
    [
        (0, ["3", "2", "1", "0"]),
        (5, ["6", "4", "2", "0"]),
        (26, ["30", "20", "10", "0"]),
        (148_320, ["150,000", "100,000", "50,000", "0"]),
    ],
)
def test_ticks_are_round_and_stand_from_the_top_down(most: int, labels: list[str]) -> None:
    ticks = chart([most]).ticks
    assert [tick.label for tick in ticks] == labels
    assert [tick.top for tick in ticks] == sorted(tick.top for tick in ticks)
    assert (ticks[0].top, ticks[-1].top) == (0, HEIGHT)


def test_days_to_come_are_pale_behind_a_line() -> None:
    drawn = chart([1, 2, 3], past=2)
    assert [column.pale for column in drawn.columns] == [False, False, True]
    assert [column.now for column in drawn.columns] == [False, True, False]
    assert drawn.now == 20
    assert chart([1, 2, 3]).now is None
    assert chart([1, 2, 3], past=3).now is None


def test_the_table_tells_the_same_numbers() -> None:
    drawn = chart([1, 0, 3], [4, 0, 6])
    assert drawn.rows == (("day 0", (1, 4), 5), ("day 1", (0, 0), 0), ("day 2", (3, 6), 9))
    assert not drawn.is_empty
    assert chart([0, 0]).is_empty
    assert drawn.columns[0].title == "day 0: s0 1, s1 4"
