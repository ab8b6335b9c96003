"""What the designer of a page sends: everything in the order in which it stands there (A16).

Each thing on the screen carries an input `place`; their order in the document is the arrangement.
So dragging needs nothing but moving elements, and a browser without scripts sends the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.http import QueryDict

from dangol.records import Record
from dangol.records.page.layouts import Arrangement, Group
from dangol.records.text import clean_line

GROUP, FIELD, OUT, HEAD, TAB, RAIL = "group", "field", "out", "head", "tab", "rail"


def read_arrangement(record: Record, fields: Collection[str], posted: QueryDict) -> Arrangement:
    """The arrangement on the screen; what is no field, tab or block of the type is left out."""
    groups: list[Group] = []
    lists: dict[str, list[str]] = {OUT: [], HEAD: [], TAB: [], RAIL: []}
    is_out, placed = False, set()
    for kind, _colon, code in (token.partition(":") for token in posted.getlist("place")):
        if kind == GROUP:
            groups.append(_group(record, code, posted))
            is_out = False
        elif kind == OUT:
            is_out = True
        elif kind == FIELD and code in fields and code not in placed:
            placed.add(code)
            if is_out or not groups:
                lists[OUT].append(code)
            else:
                groups[-1] = replace(groups[-1], fields=(*groups[-1].fields, code))
        elif kind in (HEAD, TAB, RAIL):
            lists[kind].append(code)
    tabs = _known(lists[TAB], (tab.code for tab in record.every_tab))
    rail = _known(lists[RAIL], (panel.code for panel in record.blocks))
    return Arrangement(
        groups=tuple(groups),
        head=_known(lists[HEAD], fields),
        off_page=tuple(sorted(placed - set(lists[OUT]) - set(posted.getlist("on-page")))),
        left_out=tuple(lists[OUT]),
        tabs=tabs,
        tabs_off=tuple(code for code in tabs if code not in posted.getlist("tab-on")),
        rail=rail,
        rail_off=tuple(code for code in rail if code not in posted.getlist("rail-on")),
    )


def _known(codes: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    there = set(known)
    return tuple(dict.fromkeys(code for code in codes if code in there))


def _group(record: Record, number: str, posted: QueryDict) -> Group:
    of = posted.get(f"group-{number}-of", "")
    return Group(
        of=int(of) if of.isascii() and of.isdigit() and len(of) < 4 else None,
        ko=clean_line(posted.get(f"group-{number}-ko", "")[:200]),
        en=clean_line(posted.get(f"group-{number}-en", "")[:200]),
        columns=1 if posted.get(f"group-{number}-columns") == "1" else 2,
        is_folded=f"group-{number}-folded" in posted,
        on_page=f"group-{number}-page" in posted,
    )


def after(wanted: Arrangement, deed: str, posted: QueryDict) -> Arrangement:
    """The arrangement after a button was pressed, such as `up:field:name` or `add:group`."""
    verb, _colon, rest = deed.partition(":")
    kind, _colon, code = rest.partition(":")
    if (verb, kind) == ("add", GROUP):
        return replace(wanted, groups=(*wanted.groups, Group()))
    if (verb, kind) == ("add", HEAD):
        name = posted.get("head-new", "")
        return replace(wanted, head=tuple(dict.fromkeys((*wanted.head, *([name] if name else [])))))
    if (verb, kind) == ("drop", HEAD):
        return replace(wanted, head=tuple(each for each in wanted.head if each != code))
    if kind == GROUP and code.isascii() and code.isdigit() and int(code) < len(wanted.groups):
        return _group_deed(wanted, verb, int(code))
    if kind == FIELD:
        return _field_deed(wanted, verb, code)
    return replace(
        wanted,
        head=_stepped(wanted.head, code, verb) if kind == HEAD else wanted.head,
        tabs=_stepped(wanted.tabs, code, verb) if kind == TAB else wanted.tabs,
        rail=_stepped(wanted.rail, code, verb) if kind == RAIL else wanted.rail,
    )


def _stepped(codes: tuple[str, ...], code: str, verb: str) -> tuple[str, ...]:
    return tuple(_step(list(codes), code, verb))


def _group_deed(wanted: Arrangement, verb: str, number: int) -> Arrangement:
    groups = list(wanted.groups)
    if verb == "drop":
        gone = groups.pop(number)
        if groups:
            heir = max(0, number - 1)
            groups[heir] = replace(groups[heir], fields=(*groups[heir].fields, *gone.fields))
            return replace(wanted, groups=tuple(groups))
        return replace(wanted, groups=(Group(fields=gone.fields),))
    beside = number + (1 if verb == "down" else -1)
    if 0 <= beside < len(groups):
        groups[number], groups[beside] = groups[beside], groups[number]
    return replace(wanted, groups=tuple(groups))


def _field_deed(wanted: Arrangement, verb: str, name: str) -> Arrangement:
    """Up and down go on from one section into the next; `out` and `in` leave and come back."""
    lists = [list(group.fields) for group in wanted.groups]
    out = [each for each in wanted.left_out if each != name]
    at = next((number for number, each in enumerate(lists) if name in each), None)
    if verb == "in" and at is None and lists and name in wanted.left_out:
        lists[0].append(name)
    elif verb == "out" and at is not None:
        lists[at].remove(name)
        out.append(name)
    elif at is not None:
        out = list(wanted.left_out)
        _move(lists, at, name, verb)
    else:
        return wanted
    groups = tuple(
        replace(group, fields=tuple(names))
        for group, names in zip(wanted.groups, lists, strict=True)
    )
    return replace(wanted, groups=groups, left_out=tuple(out))


def _move(lists: list[list[str]], at: int, name: str, verb: str) -> None:
    names = lists[at]
    if verb == "up" and names[0] == name and at > 0:
        names.remove(name)
        lists[at - 1].append(name)
    elif verb == "down" and names[-1] == name and at + 1 < len(lists):
        names.remove(name)
        lists[at + 1].insert(0, name)
    else:
        names[:] = _step(names, name, verb)


def _step(names: list[str], name: str, verb: str) -> list[str]:
    if name not in names or verb not in ("up", "down"):
        return names
    at = names.index(name)
    beside = at + (1 if verb == "down" else -1)
    if 0 <= beside < len(names):
        names[at], names[beside] = names[beside], names[at]
    return names
