"""How tiles stand: an order and a size each; where that puts them follows from packing (A3).

The order is the truth. A grid of twelve columns is filled row by row, each tile at the first place
that holds it, as the browser's own `grid-auto-flow: dense` does. So a tile that a user may no
longer see leaves no hole, and the phone shows the same order in one column.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal, TypeAlias

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.registry import Widget

COLUMNS = 12
NARROWEST = 3
LOWEST, HIGHEST = 2, 8
Direction: TypeAlias = Literal["left", "right", "up", "down", "earlier", "later"]


@dataclass(frozen=True)
class Place:
    """One tile in the order: `columns` of 12 wide, `rows` steps high."""

    code: str
    columns: int
    rows: int

    def as_json(self) -> list[Any]:
        return [self.code, self.columns, self.rows]


@dataclass(frozen=True)
class Layout:
    """What a user has arranged. Codes that nobody declares any more stay: the module may return."""

    places: tuple[Place, ...] = ()
    hidden: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "places": [place.as_json() for place in self.places],
            "hidden": list(self.hidden),
        }


@dataclass(frozen=True)
class Spot:
    """Where packing puts a tile: column and row of its upper left corner, from 0."""

    x: int
    y: int


def as_declared(widget: Widget) -> Place:
    """A tile in the size in which it stands at first."""
    return Place(widget.code, widget.columns, widget.rows)


def read(kept: Any) -> Layout:
    """The layout from what was kept; anything that is damaged is left out."""
    if not isinstance(kept, Mapping):
        return Layout()
    places = (_read_place(each) for each in _listed(kept, "places"))
    hidden = (code for code in _listed(kept, "hidden") if isinstance(code, str))
    return Layout(tuple(place for place in places if place), tuple(hidden))


def shown(
    layout: Layout, widgets: Sequence[Widget], at_first: Container[str] | None = None
) -> list[Place]:
    """The tiles of these widgets in the user's order; those never seen before stand last.

    `at_first` are the codes of those that stand by themselves; None: all of them.
    """
    declared = {widget.code: widget for widget in widgets}
    placed = [_fitted(each, declared[each.code]) for each in layout.places if each.code in declared]
    known = {place.code for place in placed} | set(layout.hidden)
    fresh = [
        as_declared(widget)
        for widget in widgets
        if widget.code not in known and (at_first is None or widget.code in at_first)
    ]
    return [place for place in placed if place.code not in layout.hidden] + fresh


def keep_unseen(
    layout: Layout, places: Iterable[Place], hidden: Iterable[str], seen: Iterable[str]
) -> Layout:
    """The new arrangement of what the user may see, with what they may not see kept behind it."""
    seen = set(seen)
    rest = tuple(place for place in layout.places if place.code not in seen)
    hidden_rest = tuple(code for code in layout.hidden if code not in seen)
    return Layout((*places, *rest), (*hidden, *hidden_rest))


def checked(asked: Any, widgets: Sequence[Widget]) -> list[Place]:
    """The order and sizes that a browser sent: [[code, columns, rows], ...].

    RuleBroken for another shape, for a tile that the user does not have, and for one named twice.
    """
    declared = {widget.code: widget for widget in widgets}
    if not isinstance(asked, list):
        raise _damaged()
    places = []
    for each in asked:
        place = _read_place(each)
        if place is None:
            raise _damaged()
        if place.code not in declared:
            raise unknown(place.code)
        places.append(_fitted(place, declared[place.code]))
    if len({place.code for place in places}) < len(places):
        raise _damaged()
    return places


def pack(places: Sequence[Place]) -> dict[str, Spot]:
    """Where each tile comes to stand: row by row, at the first place that holds it."""
    taken: set[tuple[int, int]] = set()
    spots = {}
    for place in places:
        spot = next(spot for spot in _everywhere(place) if not taken & _cells(place, spot))
        taken |= _cells(place, spot)
        spots[place.code] = spot
    return spots


def moved(places: Sequence[Place], code: str, direction: Direction) -> list[Place]:
    """The tile changes places with its neighbour on that side; without one nothing changes.

    `earlier` and `later` are the neighbours in the order, as a phone shows it.
    """
    other = _neighbour(places, code, direction)
    if other is None:
        return list(places)
    swapped = {code: other, other: code}
    by_code = {place.code: place for place in places}
    return [by_code[swapped.get(place.code, place.code)] for place in places]


def resized(places: Sequence[Place], code: str, columns: int, rows: int) -> list[Place]:
    """The tile in another size, as far as tiles go."""
    return [
        replace(place, columns=_between(NARROWEST, columns, COLUMNS), rows=_high(rows))
        if place.code == code
        else place
        for place in places
    ]


def unknown(code: str) -> RuleBroken:
    """The answer to a tile that does not exist, or not for this user: the same for both."""
    sentence = _("There is no tile “%(code)s” on your portal. Open the portal again.")
    return RuleBroken("tile_unknown", sentence % {"code": code[:40]})


def _neighbour(places: Sequence[Place], code: str, direction: Direction) -> str | None:
    order = [place.code for place in places]
    if direction in ("earlier", "later"):
        at = order.index(code) + (1 if direction == "later" else -1)
        return order[at] if 0 <= at < len(order) else None
    spots = pack(places)
    sizes = {place.code: place for place in places}
    mine = _Box.of(sizes[code], spots[code])
    boxes = {each: _Box.of(sizes[each], spots[each]) for each in order if each != code}
    beside = {each: mine.distance(box, direction) for each, box in boxes.items()}
    near = {each: distance for each, distance in beside.items() if distance is not None}
    return min(near, key=lambda each: near[each], default=None)


@dataclass(frozen=True)
class _Box:
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, place: Place, spot: Spot) -> _Box:
        return cls(spot.x, spot.y, spot.x + place.columns, spot.y + place.rows)

    def distance(self, other: _Box, direction: Direction) -> tuple[int, int] | None:
        """(gap, minus shared edge) to a box on that side; None when it is not beside this one."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.bottom, other.bottom) - max(self.top, other.top)
        gap, shared = {
            "left": (self.left - other.right, along),
            "right": (other.left - self.right, along),
            "up": (self.top - other.bottom, across),
            "down": (other.top - self.bottom, across),
        }[direction]
        return (gap, -shared) if gap >= 0 and shared > 0 else None


def _everywhere(place: Place) -> Iterable[Spot]:
    return (Spot(x, y) for y in count() for x in range(COLUMNS - place.columns + 1))


def _cells(place: Place, spot: Spot) -> set[tuple[int, int]]:
    return {(spot.x + x, spot.y + y) for x in range(place.columns) for y in range(place.rows)}


def _fitted(place: Place, widget: Widget) -> Place:
    """In a size that this tile may have."""
    if widget.is_strip:
        return as_declared(widget)
    columns = _between(NARROWEST, place.columns, COLUMNS)
    return replace(place, columns=columns, rows=_high(place.rows))


def _high(rows: int) -> int:
    return _between(LOWEST, rows, HIGHEST)


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))


def _listed(kept: Mapping[str, Any], name: str) -> list[Any]:
    found = kept.get(name)
    return found if isinstance(found, list) else []


def _read_place(each: Any) -> Place | None:
    match each:
        case [str(code), int(columns), int(rows)]:
            return Place(code, columns, rows)
    return None


def _damaged() -> RuleBroken:
    return RuleBroken(
        "layout_damaged", _("This arrangement cannot be read. Open the portal again and repeat it.")
    )
