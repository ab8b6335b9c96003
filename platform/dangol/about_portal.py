"""What a declaration brings to the portal: tiles, numbers, lines of the day (A3, A4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dangol.about_records import Text


@dataclass(frozen=True, kw_only=True)
class Widget:
    """A tile of the portal (A3).

    code      `module.noun`, kept in people's layouts: never renamed
    template  draws the inside of the tile
    context   dotted path of `(user, settings) -> mapping` for the template; `settings` says besides
              on which `page` of the portal it stands. Some names mean the same in every tile:
              `count` stands beside the title, `more` is the address of the whole list, `again` the
              seconds after which the tile looks again by itself
    columns   how wide it stands at first: 3, 4, 6 or 12 of 12
    rows      how high, in steps of 88 pixels
    is_strip  stands over the whole width and keeps its height: people cannot resize it
    settings  dotted path of a form class for the user's own settings of it; "" for none. A
              `dangol.portal.widgets.TileForm` is told whose it is
    """

    code: str
    label: Text
    permission: str
    template: str
    context: str
    icon: str = "circle"
    columns: Literal[3, 4, 6, 12] = 4
    rows: int = 4
    is_strip: bool = False
    settings: str = ""
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A cell of the portal's status board: a number whose click opens the list it counts (A4).

    count  dotted path of `(user) -> dangol.portal.board.Count`
    """

    code: str
    label: Text
    permission: str
    count: str
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What a module knows of somebody's day, for the portal's tile of today (A4).

    lines  dotted path of `(user, day) -> list[dangol.portal.agenda.Line]`, a few at most
    """

    permission: str
    lines: str
    order: int = 50
