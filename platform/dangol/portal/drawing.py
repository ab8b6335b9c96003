"""Drawing tiles so that a slow or broken one harms nothing but itself (A3).

A tile drawn with the page has little time: when its queries take longer, the page leaves it out and
the browser fetches it by itself. Asked for alone it may take `PATIENCE`, and what goes wrong then
is said inside the tile, with a way to try again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from dangol.portal import widgets
from dangol.portal.layout import Place
from dangol.portal.pages import Page
from dangol.registry import Widget

T = TypeVar("T")
AT_ONCE = 0.25
"""Seconds that all tiles of a page may take together before the rest comes later."""
PATIENCE = 8.0
"""Seconds for a tile that is fetched alone."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tile:
    """One tile as it is drawn.

    page     the page of the portal on which it stands
    state    ready, late (not drawn yet: the browser fetches it) or failed
    context  what the widget's own template needs, when it is ready
    """

    widget: Widget
    place: Place
    page: Page
    state: Literal["ready", "late", "failed"]
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id on the page: tile-base-care."""
        return f"tile-{self.widget.code.replace('.', '-')}"

    @property
    def address(self) -> str:
        """Where it is fetched alone."""
        return reverse("portal-tile", args=[self.widget.code]) + self.page.query

    @property
    def size(self) -> str:
        """The word of the size menu that fits, or ""."""
        return {3: "small", 4: "normal", 6: "wide", 12: "full"}.get(self.place.columns, "")


def all_of(user: Any, page: Page, places: Sequence[tuple[Widget, Place]]) -> list[Tile]:
    """The tiles of a page, as many as there is time for; those left over are late.

    One that fails takes nothing with it that was read before; those behind it begin anew.
    """
    end = time.perf_counter() + AT_ONCE
    tiles: list[Tile] = []
    with transaction.atomic(), _in_time(AT_ONCE):
        while len(tiles) < len(places):
            guarded(lambda: _go_on(user, page, places, tiles, end))
            if len(tiles) < len(places):  # it failed at this one
                tiles.append(Tile(*places[len(tiles)], page, "late"))
    return tiles


def _go_on(
    user: Any, page: Page, places: Sequence[tuple[Widget, Place]], tiles: list[Tile], end: float
) -> None:
    """Adds the tiles that are missing, up to one that fails."""
    for widget, place in places[len(tiles) :]:
        if time.perf_counter() < end:
            context = context_of(user, page, widget)
            tiles.append(Tile(widget, place, page, "ready", context=context))
        else:
            tiles.append(Tile(widget, place, page, "late"))


def alone(user: Any, page: Page, widget: Widget, place: Place) -> Tile:
    """One tile that was asked for by itself."""
    context = attempt(lambda: context_of(user, page, widget), PATIENCE)
    if context is None:
        return Tile(widget, place, page, "failed")
    return Tile(widget, place, page, "ready", context=context)


def context_of(user: Any, page: Page, widget: Widget) -> Mapping[str, Any]:
    """What the widget's template needs for this user, on this page."""
    settings = {**widgets.settings_of(user, widget), "page": page.code}
    found: Mapping[str, Any] = import_string(widget.context)(user, settings)
    return found


def attempt(work: Callable[[], T], seconds: float) -> T | None:
    """As `guarded`; besides, none of its statements may take longer than `seconds`."""

    def in_time() -> T:
        with _in_time(seconds):
            return work()

    return guarded(in_time)


def guarded(work: Callable[[], T]) -> T | None:
    """What `work` gives, or None when it fails.

    A portal is made by many; one part's mistake is logged and stays that part's. What goes wrong
    inside is rolled back with it, so the rest of the page can still ask the database.
    """
    try:
        with transaction.atomic():
            return work()
    except OperationalError as error:
        log.warning("A part of the portal took too long: %s", error)
    except Exception:
        log.exception("A part of the portal could not be drawn")
    return None


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    """Within the block, inside a transaction, a statement is cancelled after so long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        (before,) = cursor.fetchone()
        limit = "SELECT set_config('statement_timeout', %s, true)"
        cursor.execute(limit, [str(max(1, int(seconds * 1000)))])
        yield
        cursor.execute(limit, [before])
