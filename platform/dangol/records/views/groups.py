"""The builder of groups of conditions: a drawer over the list, or a page of its own (U1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.declaration import Record
from dangol.records.filters.builder import DO, draw, finished, first_group, read_form
from dangol.records.filters.groups import WHERE, Group
from dangol.records.lists.counting import count_to
from dangol.records.lists.listing import COUNT_CAP, OWN, PLACE, address_of
from dangol.records.lists.selection import read_selection
from dangol.records.views.found import urls_of

QUERY = "query"


def record_groups(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Draws the builder; its buttons come back here, and the last one leads to the list."""
    asked = dict(request.GET.lists())
    if QUERY in asked:
        rest = parse_qs(asked[QUERY][0])
        group = read_form(record, request.user, asked)
    else:
        rest = {name: asked[name] for name in asked if name not in PLACE}
        group = first_group(record, request.user, "".join(rest.pop(WHERE, [])[:1]))
    if request.GET.get(DO) == "apply":
        address = address_of(rest, {WHERE: finished(group)})
        return _led(request, f"{reverse(record.url_name('list'))}{address}")
    return _drawn(request, record, rest, group)


def _led(request: HttpRequest, address: str) -> HttpResponse:
    """Leads to the list; from the drawer over it, the page itself goes there."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _drawn(
    request: HttpRequest, record: Record, rest: dict[str, list[str]], group: Group
) -> HttpResponse:
    user = request.user
    where = finished(group)
    asked = {**rest, WHERE: [where]} if where else rest
    selection = read_selection(record, user, asked, also=OWN)
    problems = selection.problems
    try:
        box = draw(record, user, group)
    except RuleBroken as broken:  # what was written asks for a filter that is not open
        problems = [str(broken)]
        box = draw(record, user, first_group(record, user, ""))
    count, _few = count_to(COUNT_CAP, selection.of(record.visible_to(user)))
    shown = figures.at_least(min(count, COUNT_CAP), is_over=count > COUNT_CAP)
    context: dict[str, Any] = {
        "record": record,
        "urls": urls_of(record),
        "title": record.plural,
        "box": box,
        "query": address_of(rest)[1:],
        "problems": problems,
        "count_words": record.count_words(min(count, COUNT_CAP), shown),
    }
    template = "records/list/builder.html" if request.htmx else "records/groups.html"  # type: ignore[attr-defined]
    return render(request, template, context)
