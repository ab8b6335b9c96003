"""How a list is looked at just now: what its address asks for, and what else it could be (U1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dangol.records.declaration import Record
from dangol.records.filters.base import Parameters
from dangol.records.filters.look import (
    BOARD,
    BY,
    CALENDAR,
    COLOUR,
    DAY,
    EXACT,
    GROUP,
    LIST,
    LOOK,
    ON,
    OPEN,
    SPAN,
    said,
)
from dangol.records.lists.listing import Head, Listing
from dangol.records.looks.board import boards_for, read_board
from dangol.records.looks.calendar import MONTH, SPANS, calendars_for, read_calendar, read_day
from dangol.records.looks.grouped import Grouping, kept_open, read_grouped
from dangol.records.looks.kinds import Level
from dangol.records.looks.levels import levels_for, read_levels
from dangol.records.looks.lines import Line
from dangol.records.looks.spans import STEPS, ByDays
from dangol.records.parts import Board, Calendar

ICONS = {LIST: "table-2", BOARD: "square-kanban", CALENDAR: "calendar"}


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What the address asks for; `look` is list, board or calendar."""

    record: Record
    look: str = LIST
    levels: Sequence[Level] = ()
    board: Board | None = None
    calendar: Calendar | None = None
    span: str = MONTH
    day: date
    problems: list[str] = field(default_factory=list)
    opened: Sequence[str] | None = None
    exact: bool = False

    @property
    def is_rows(self) -> bool:
        """Whether it is one table of rows, page by page."""
        return self.look == LIST and not self.levels


def read_showing(record: Record, user: Any, parameters: Parameters) -> Showing:
    """How the parameters want the list; what this user cannot look at is left out and said."""
    problems: list[str] = []
    look = said(parameters, LOOK) or LIST
    boards = boards_for(record, user) if look == BOARD else {}
    calendars = calendars_for(record, user) if look == CALENDAR else {}
    offered: Mapping[str, Any] = {LIST: {LIST: None}, BOARD: boards, CALENDAR: calendars}
    name = said(parameters, {BOARD: BY, CALENDAR: ON}.get(look, ""))
    if look not in offered or not offered[look] or (name and name not in offered[look]):
        problems.append(_("The list cannot be looked at in this way: “%(name)s”.")
                        % {"name": (name or look)[:30]})  # fmt: skip
        look = LIST
    levels = read_levels(record, user, said(parameters, GROUP), problems)
    calendar = _named(calendars, name) if look == CALENDAR else None
    span = said(parameters, SPAN)
    return Showing(
        record=record,
        look=look,
        levels=levels if look == LIST else (),
        board=_named(boards, name) if look == BOARD else None,
        calendar=_coloured(record, user, calendar, said(parameters, COLOUR)) if calendar else None,
        span=span if span in SPANS else MONTH,
        day=read_day(said(parameters, DAY)),
        problems=problems,
        opened=list(parameters[OPEN]) if OPEN in parameters else None,
        exact=said(parameters, EXACT) == "yes",
    )


def drawn(
    showing: Showing, listing: Listing, user: Any, own: Mapping[str, Any], hows: Mapping[str, str]
) -> dict[str, Any]:
    """What the screen draws in place of the rows; {} for rows. `own`: what is set for the view."""
    if showing.board is not None:
        return {"board": read_board(listing, user, showing.board, own)}
    if showing.calendar is not None:
        found = read_calendar(listing, user, showing.calendar, span=showing.span, day=showing.day)
        return {"calendar": found}
    if showing.levels:
        return {"grouped": read_grouped(listing, user, grouping(showing, own, hows))}
    return {}


def foot_heads(
    showing: Showing, listing: Listing, shown: Mapping[str, Any], hows: Mapping[str, str]
) -> list[Head]:
    """The number columns with what they come to, as the foot says it; none without a table."""
    if showing.look != LIST:
        return []
    heads = [head for head in listing.heads if head.column.name in hows]
    if showing.is_rows:
        return heads
    totals = shown["grouped"].totals
    return [
        replace(head, how=hows[head.column.name], total=totals.get(head.column.name, ""))
        for head in heads
    ]


def grouping(showing: Showing, own: Mapping[str, Any], hows: Mapping[str, str]) -> Grouping:
    """What the list is grouped by, with the groups that stand open."""
    opened = showing.opened if showing.opened is not None else kept_open(own, showing.levels)
    return Grouping(levels=showing.levels, hows=hows, opened=opened, exact=showing.exact)


def switcher(showing: Showing, listing: Listing, user: Any) -> list[Line]:
    """List, board and calendar, as far as the record type has them."""
    record = showing.record
    names = {LIST: _("List"), BOARD: _("Board"), CALENDAR: _("Calendar")}
    has = {LIST: True, BOARD: bool(boards_for(record, user)),
           CALENDAR: bool(calendars_for(record, user))}  # fmt: skip
    return [
        Line(
            words=names[code],
            address=listing.address({LOOK: code, BY: "", ON: "", SPAN: "", COLOUR: "", DAY: ""}),
            is_on=showing.look == code,
            icon=ICONS[code],
        )
        for code in names
        if has[code]
    ]


def group_menu(showing: Showing, listing: Listing, user: Any) -> list[tuple[str, list[Line]]]:
    """(heading, lines) of the menu that groups the list: first level, second level, steps."""
    if showing.look != LIST:
        return []
    levels = list(showing.levels)
    found = [(_("Group by"), _choices(showing, listing, user, levels[:0], levels[:1]))]
    if levels:
        found.append((_("Then by"), _choices(showing, listing, user, levels[:1], levels[1:])))
    return found


def steps_menu(showing: Showing, listing: Listing) -> list[tuple[str, list[Line]]]:
    """(heading, lines) for each level that is by days: how long its spans are."""
    found = []
    for place, level in enumerate(showing.levels):
        if isinstance(level, ByDays):
            lines = []
            for step, words in STEPS.items():
                codes = [each.code for each in showing.levels]
                codes[place] = f"{level.name}.{step}"
                address = listing.address({GROUP: ",".join(codes), LOOK: LIST})
                lines.append(Line(words=str(words), address=address, is_on=step == level.step))
            found.append((level.label, lines))
    return found


def colours(showing: Showing, listing: Listing, user: Any) -> list[Line]:
    """The choices by which a calendar can be coloured."""
    if showing.calendar is None:
        return []
    return [
        Line(
            words=level.label,
            address=listing.address({COLOUR: level.name}),
            is_on=level.name == showing.calendar.colour,
        )
        for level in levels_for(showing.record, user)
        if level.kind == "choice"
    ]


def _choices(
    showing: Showing, listing: Listing, user: Any, before: list[Level], now: list[Level]
) -> list[Line]:
    """The fields that can stand at one level, and nothing."""
    taken = {level.name for level in before}
    codes = [level.code for level in before]
    on = now[0].name if now else ""
    lines = [Line(words=_("Nothing"), address=_by(listing, codes), is_on=not on)]
    for level in levels_for(showing.record, user):
        if level.name not in taken:
            address = _by(listing, [*codes, level.code])
            lines.append(Line(words=level.label, address=address, is_on=level.name == on))
    return lines


def _by(listing: Listing, codes: list[str]) -> str:
    return listing.address({GROUP: ",".join(codes), LOOK: LIST})


def _named(offered: Mapping[str, Any], name: str) -> Any:
    return offered.get(name) or next(iter(offered.values()))


def _coloured(record: Record, user: Any, calendar: Calendar, colour: str) -> Calendar:
    """The calendar with another choice to colour it by, when the address asks for one."""
    names = [level.name for level in levels_for(record, user) if level.kind == "choice"]
    if colour not in names or colour == calendar.colour:
        return calendar
    return Calendar(field=calendar.field, until=calendar.until, colour=colour)
