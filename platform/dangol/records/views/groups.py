"""The builder of groups of conditions: a drawer over the list, or a page of its own (U1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.filters.builder import DO, finished, first_group, read_form, taken_in
from dangol.records.filters.drawing import Box, draw, problems_in
from dangol.records.filters.groups import WHERE, Group
from dangol.records.lists.listing import OWN, PLACE, address_of
from dangol.records.lists.narrowing import counted_in
from dangol.records.lists.selection import read_selection
from dangol.records.views.found import urls_of

QUERY = "query"
APPLY, COUNT, TAKE = "apply", "count", "take"


def record_groups(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Draws the builder; its buttons come back here, and the last one leads to the list."""
    asked = dict(request.GET.lists())
    if QUERY in asked:
        rest = parse_qs(asked[QUERY][0])
        group = read_form(record, request.user, asked)
    else:
        rest = {name: asked[name] for name in asked if name not in PLACE}
        group = first_group(record, request.user, "".join(rest.pop(WHERE, [])[:1]))
    if request.GET.get(DO) == TAKE:
        rest, group = taken_in(record, request.user, rest, group)
    box, problem = _box(record, request.user, group)
    is_fit = not problem and not problems_in(box)
    if request.GET.get(DO) == APPLY and is_fit:
        address = address_of(rest, {WHERE: finished(group)})
        return redirect(f"{reverse(record.url_name('list'))}{address}")
    return _drawn(request, record, rest, finished(group) if is_fit else None, box, problem)


def _box(record: Record, user: Any, group: Group) -> tuple[Box, str]:
    """The groups as they are drawn, and why they are others than those that were asked for."""
    try:
        return draw(record, user, group), ""
    except RuleBroken as broken:  # what was written asks for a filter that is not open
        return draw(record, user, first_group(record, user, "")), str(broken)


def _drawn(
    request: HttpRequest,
    record: Record,
    rest: dict[str, list[str]],
    where: str | None,
    box: Box,
    problem: str,
) -> HttpResponse:
    """The builder; no `where` while something in it cannot be used.

    Into the drawer it comes before anything is counted, which is asked for next.
    """
    user = request.user
    others = read_selection(record, user, rest, also=OWN)
    chosen = read_selection(record, user, {WHERE: [where]} if where else {})
    is_part = request.htmx  # type: ignore[attr-defined]
    total = ""
    if not is_part or request.GET.get(DO) == COUNT:
        rows = others.of(record.visible_to(user))
        box, total = counted_in(record, rows, None if where is None else chosen, box)
    context: dict[str, Any] = {
        "record": record,
        "urls": urls_of(record),
        "title": record.plural,
        "box": box,
        "query": address_of(rest)[1:],
        "problems": [*others.problems, *chosen.problems, *([problem] if problem else [])],
        "others": " · ".join(others.sentences),
        "can_take": bool(others.conditions),
        "is_broken": where is None,
        "words": "".join(each.words for each in chosen.conditions),
        "total": total,
    }
    template = "records/list/builder.html" if is_part else "records/groups.html"
    return render(request, template, context)
