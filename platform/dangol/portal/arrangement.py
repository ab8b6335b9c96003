"""Keeping how a user arranges a page of their portal: at once, with one step back (A3).

Nothing here is audited: it concerns nobody but the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from dangol import preferences
from dangol.portal import layout, widgets
from dangol.portal.layout import Direction, Layout, Place
from dangol.portal.pages import FIRST, Page
from dangol.portal.starts import starts
from dangol.registry import Widget

SIZES = {"small": 3, "normal": 4, "wide": 6, "full": 12}
"""Columns of the sizes that a menu offers; any other comes from dragging an edge."""


def kept_code(page: Page) -> str:
    """Under which preference the user's arrangement of a page is kept."""
    return "portal" if page.code == FIRST else f"portal/page/{page.code}"


def before_code(page: Page) -> str:
    """Under which preference stands what hiding or resetting has replaced."""
    return "portal/before" if page.code == FIRST else f"portal/before/{page.code}"


def of(user: Any, page: Page) -> Layout:
    """The user's layout, else the one for their job; empty where nobody has arranged anything."""
    own = preferences.read(user, kept_code(page))
    return layout.read(starts().of(user, page.code) if own is None else own)


def places_of(user: Any, page: Page) -> tuple[Layout, list[Widget], list[Place]]:
    """The layout, the widgets open to the user, and those of them that stand on the page."""
    kept, present = of(user, page), widgets.open_to(user)
    return kept, present, layout.shown(kept, present, page.stands_at_first(present))


@transaction.atomic
def save(user: Any, page: Page, asked: Any) -> None:
    """Keeps an order with sizes as a browser sent it. RuleBroken as `layout.checked`."""
    kept, present, standing = places_of(user, page)
    places = layout.checked(asked, present)
    named = {place.code for place in places}
    # A tile that came, or was brought back elsewhere, while this page stood open is not lost.
    left = [place for place in standing if place.code not in named]
    hidden = [code for code in kept.hidden if code not in named]
    _keep(user, page, kept, present, [*places, *left], hidden)


@transaction.atomic
def move(user: Any, page: Page, code: str, direction: Direction) -> None:
    """A tile changes places with its neighbour. RuleBroken when the user has no such tile."""
    kept, present, places = _opened(user, page, code)
    _keep(user, page, kept, present, layout.moved(places, code, direction), kept.hidden)


@transaction.atomic
def resize(user: Any, page: Page, code: str, size: str) -> None:
    """A tile in one of `SIZES`. RuleBroken when the user has no such tile or it keeps its size."""
    kept, present, places = _opened(user, page, code)
    if widgets.find(user, code).is_strip or size not in SIZES:
        raise layout.unknown(code)
    rows = next(place.rows for place in places if place.code == code)
    _keep(user, page, kept, present, layout.resized(places, code, SIZES[size], rows), kept.hidden)


@transaction.atomic
def hide(user: Any, page: Page, code: str) -> None:
    """Takes a tile off the portal. RuleBroken when the user has no such tile."""
    kept, present, places = _opened(user, page, code)
    preferences.keep(user, before_code(page), kept.as_json())
    rest = [place for place in places if place.code != code]
    _keep(user, page, kept, present, rest, [*kept.hidden, code])


@transaction.atomic
def add(user: Any, page: Page, code: str) -> None:
    """Puts a hidden tile back, at the end. RuleBroken when the user may have no such tile."""
    widget = widgets.find(user, code)
    kept, present, standing = places_of(user, page)
    places = [place for place in standing if place.code != code]
    hidden = [each for each in kept.hidden if each != code]
    _keep(user, page, kept, present, [*places, layout.as_declared(widget)], hidden)


@transaction.atomic
def reset(user: Any, page: Page) -> None:
    """The page as it stands at first."""
    preferences.keep(user, before_code(page), preferences.read(user, kept_code(page)))
    preferences.keep(user, kept_code(page), None)


@transaction.atomic
def undo(user: Any, page: Page) -> bool:
    """Takes the last hiding or resetting back; False when there is nothing to take back."""
    before = preferences.read(user, before_code(page))
    if before is None:
        return False
    preferences.keep(user, kept_code(page), before)
    preferences.keep(user, before_code(page), None)
    return True


def _opened(user: Any, page: Page, code: str) -> tuple[Layout, list[Widget], list[Place]]:
    kept, present, places = places_of(user, page)
    if code not in {place.code for place in places}:
        raise layout.unknown(code)
    return kept, present, places


def _keep(
    user: Any,
    page: Page,
    kept: Layout,
    present: Sequence[Widget],
    places: Sequence[Place],
    hidden: Sequence[str],
) -> None:
    seen = {widget.code for widget in present}
    own_hidden = [code for code in hidden if code in seen]
    arranged = layout.keep_unseen(kept, places, own_hidden, seen)
    preferences.keep(user, kept_code(page), arranged.as_json())
