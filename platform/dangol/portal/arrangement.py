"""Keeping how a user arranges their portal: at once, with one step back (A3).

Nothing here is audited: it concerns nobody but the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from dangol import preferences
from dangol.portal import layout, widgets
from dangol.portal.layout import Direction, Layout, Place
from dangol.registry import Widget

LAYOUT, BEFORE = "portal", "portal/before"
SIZES = {"small": 3, "normal": 4, "wide": 6, "full": 12}
"""Columns of the sizes that a menu offers; any other comes from dragging an edge."""


def of(user: Any) -> Layout:
    """The user's layout; empty while they have arranged nothing."""
    return layout.read(preferences.read(user, LAYOUT))


def is_own(user: Any) -> bool:
    """Whether the user has arranged anything."""
    return preferences.read(user, LAYOUT) is not None


@transaction.atomic
def save(user: Any, asked: Any) -> None:
    """Keeps an order with sizes as a browser sent it. RuleBroken as `layout.checked`."""
    present = widgets.open_to(user)
    kept = of(user)
    places = layout.checked(asked, present)
    named = {place.code for place in places}
    # A tile that came, or was brought back elsewhere, while this page stood open is not lost.
    left = [place for place in layout.shown(kept, present) if place.code not in named]
    hidden = [code for code in kept.hidden if code not in named]
    _keep(user, kept, present, [*places, *left], hidden)


@transaction.atomic
def move(user: Any, code: str, direction: Direction) -> None:
    """A tile changes places with its neighbour. RuleBroken when the user has no such tile."""
    kept, present, places = _opened(user, code)
    _keep(user, kept, present, layout.moved(places, code, direction), kept.hidden)


@transaction.atomic
def resize(user: Any, code: str, size: str) -> None:
    """A tile in one of `SIZES`. RuleBroken when the user has no such tile or it keeps its size."""
    kept, present, places = _opened(user, code)
    if widgets.find(user, code).is_strip or size not in SIZES:
        raise layout.unknown(code)
    rows = next(place.rows for place in places if place.code == code)
    _keep(user, kept, present, layout.resized(places, code, SIZES[size], rows), kept.hidden)


@transaction.atomic
def hide(user: Any, code: str) -> None:
    """Takes a tile off the portal. RuleBroken when the user has no such tile."""
    kept, present, places = _opened(user, code)
    preferences.keep(user, BEFORE, kept.as_json())
    rest = [place for place in places if place.code != code]
    _keep(user, kept, present, rest, [*kept.hidden, code])


@transaction.atomic
def add(user: Any, code: str) -> None:
    """Puts a hidden tile back, at the end. RuleBroken when the user may have no such tile."""
    widget = widgets.find(user, code)
    kept, present = of(user), widgets.open_to(user)
    places = [place for place in layout.shown(kept, present) if place.code != code]
    hidden = [each for each in kept.hidden if each != code]
    _keep(user, kept, present, [*places, layout.as_declared(widget)], hidden)


@transaction.atomic
def reset(user: Any) -> None:
    """The portal as it stands at first."""
    preferences.keep(user, BEFORE, preferences.read(user, LAYOUT))
    preferences.keep(user, LAYOUT, None)


@transaction.atomic
def undo(user: Any) -> bool:
    """Takes the last hiding or resetting back; False when there is nothing to take back."""
    before = preferences.read(user, BEFORE)
    if before is None:
        return False
    preferences.keep(user, LAYOUT, before)
    preferences.keep(user, BEFORE, None)
    return True


def _opened(user: Any, code: str) -> tuple[Layout, list[Widget], list[Place]]:
    kept, present = of(user), widgets.open_to(user)
    places = layout.shown(kept, present)
    if code not in {place.code for place in places}:
        raise layout.unknown(code)
    return kept, present, places


def _keep(
    user: Any,
    kept: Layout,
    present: Sequence[Widget],
    places: Sequence[Place],
    hidden: Sequence[str],
) -> None:
    seen = {widget.code for widget in present}
    own_hidden = [code for code in hidden if code in seen]
    arranged = layout.keep_unseen(kept, places, own_hidden, seen)
    preferences.keep(user, LAYOUT, arranged.as_json())
