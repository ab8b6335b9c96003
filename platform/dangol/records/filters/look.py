"""What an address says about the way a list is looked at, and which fields that names (U1).

look=board&by=state                 in columns, one for each value of a field
look=calendar&on=starts_on          by day; `span=week`, `day=2026-11-22`, `colour=state`
group=owner,created_at.month        rows in groups, of one or two levels
open=1/none                         groups that stand open, instead of those remembered
exact=yes                           counts and figures of groups beyond the cap, too
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LOOK, BY, ON, SPAN, COLOUR, GROUP = "look", "by", "on", "span", "colour", "group"
DAY, OPEN, EXACT = "day", "open", "exact"
LIST, BOARD, CALENDAR = "list", "board", "calendar"
KEPT = (LOOK, BY, ON, SPAN, COLOUR, GROUP)
"""What a view keeps; the others say where in it one is, and how exactly one wants to know."""
PASSING = (DAY, OPEN, EXACT)
NAMES = (*KEPT, *PASSING)


def said(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    """The first value of a parameter, or ""."""
    return "".join(parameters.get(name, [])[:1])


def look_in(parameters: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The parameters that say how the list is looked at; {} for a plain list."""
    found = {name: said(parameters, name) for name in KEPT if said(parameters, name)}
    return {} if found == {LOOK: LIST} else found


def fields_in(parameters: Mapping[str, Sequence[str]]) -> set[str]:
    """The fields that it is looked at by: who may not read one of them may not look so."""
    found = {said(parameters, name) for name in (BY, ON, COLOUR)}
    found |= {part.partition(".")[0] for part in said(parameters, GROUP).split(",")}
    return found - {""}
