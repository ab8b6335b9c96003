"""The order of tiles, where packing puts them, and how they change places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.errors import RuleBroken
from dangol.portal import layout
from dangol.portal.layout import Layout, Place, Spot
from dangol.registry import Widget

pytestmark = pytest.mark.feature("A3")


def widget(code: str, columns: Any = 4, rows: int = 4, *, is_strip: bool = False) -> Widget:
    return Widget(
        code=code, label=code, permission="portal.page.view", template="", context="",
        columns=columns, rows=rows, is_strip=is_strip,
    )  # fmt: skip


BOARD = Place("board", 12, 1)
ROW = [BOARD, Place("a", 4, 4), Place("b", 4, 4), Place("c", 4, 4), Place("d", 6, 4)]


def codes(places: list[Place]) -> list[str]:
    return [place.code for place in places]


def test_tiles_are_packed_row_by_row() -> None:
    assert layout.pack(ROW) == {
        "board": Spot(0, 0),
        "a": Spot(0, 1),
        "b": Spot(4, 1),
        "c": Spot(8, 1),
        "d": Spot(0, 5),
    }


def test_a_small_tile_fills_the_hole_beside_a_high_one() -> None:
    spots = layout.pack([Place("a", 6, 4), Place("b", 6, 2), Place("c", 12, 2), Place("d", 6, 2)])
    assert spots["d"] == Spot(6, 2)


@given(st.lists(st.tuples(st.integers(3, 12), st.integers(2, 8)), max_size=14))
def test_packed_tiles_never_overlap_and_stay_within_twelve_columns(
    sizes: list[tuple[int, int]],
) -> None:
    places = [Place(str(at), columns, rows) for at, (columns, rows) in enumerate(sizes)]
    spots = layout.pack(places)
    taken: set[tuple[int, int]] = set()
    for place in places:
        spot = spots[place.code]
        cells = {(spot.x + x, spot.y + y) for x in range(place.columns) for y in range(place.rows)}
        assert not taken & cells
        assert max(x for x, _ in cells) < layout.COLUMNS
        taken |= cells


@pytest.mark.parametrize(
    ("code", "direction", "order"),
    [
        ("b", "left", ["board", "b", "a", "c", "d"]),
        ("b", "right", ["board", "a", "c", "b", "d"]),
        ("a", "down", ["board", "d", "b", "c", "a"]),
        ("d", "up", ["board", "d", "b", "c", "a"]),
        ("a", "left", ["board", "a", "b", "c", "d"]),
        ("d", "later", ["board", "a", "b", "c", "d"]),
        ("d", "earlier", ["board", "a", "b", "d", "c"]),
    ],
)
def test_a_tile_changes_places_with_its_neighbour(
    code: str, direction: layout.Direction, order: list[str]
) -> None:
    assert codes(layout.moved(ROW, code, direction)) == order


def test_sizes_end_at_their_limits() -> None:
    small = next(p for p in layout.resized(ROW, "a", 1, 0) if p.code == "a")
    large = next(p for p in layout.resized(ROW, "a", 99, 99) if p.code == "a")
    assert (small.columns, small.rows) == (3, 2)
    assert (large.columns, large.rows) == (12, 8)


def test_a_new_tile_stands_last_and_a_hidden_one_not_at_all() -> None:
    kept = Layout((Place("b", 6, 3), Place("a", 4, 4)), hidden=("c",))
    found = layout.shown(kept, [widget("a"), widget("b"), widget("c"), widget("new")])
    assert codes(found) == ["b", "a", "new"]
    assert found[0].columns == 6


def test_a_tile_whose_module_is_gone_is_skipped_and_kept() -> None:
    kept = Layout((Place("gone", 6, 3), Place("a", 4, 4)), hidden=("gone.too",))
    assert codes(layout.shown(kept, [widget("a")])) == ["a"]
    new = layout.keep_unseen(kept, [Place("a", 3, 2)], [], seen=["a"])
    assert codes(list(new.places)) == ["a", "gone"]
    assert new.hidden == ("gone.too",)


def test_a_strip_keeps_its_size() -> None:
    strip = widget("board", 12, 1, is_strip=True)
    found = layout.checked([["board", 4, 4]], [strip])
    assert (found[0].columns, found[0].rows) == (12, 1)


@pytest.mark.parametrize(
    "asked", [None, {}, "a", [["a"]], [["a", "4", 4]], [[1, 4, 4]], [["a", 4, 4], ["a", 4, 4]]]
)
def test_another_shape_is_refused(asked: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        layout.checked(asked, [widget("a")])
    assert refused.value.code == "layout_damaged"


def test_a_foreign_tile_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken) as refused:
        layout.checked([["other.tile", 4, 4]], [widget("a")])
    assert refused.value.code == "tile_unknown"
    assert "other.tile" in str(refused.value)


@pytest.mark.parametrize("kept", [None, [], {"places": 5}, {"places": [["a"], 7, ["b", 4, 4]]}])
def test_what_was_damaged_in_the_store_is_left_out(kept: Any) -> None:
    assert {place.code for place in layout.read(kept).places} <= {"b"}
