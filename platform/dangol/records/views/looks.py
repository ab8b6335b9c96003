"""Parts of a list in groups, on a board, in a calendar, and what is remembered of them (U1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangol.errors import RuleBroken
from dangol.i18n import days
from dangol.records.declaration import Record
from dangol.records.lists.columns import chosen_columns
from dangol.records.lists.listing import AFTER, Listing, read_listing
from dangol.records.lists.own import change_view, of_view, read_own
from dangol.records.lists.totals import TOTALS, chosen_totals, wanted
from dangol.records.looks.board import FOLDED, Lane, face_for, with_cards
from dangol.records.looks.entries import read_entries
from dangol.records.looks.grouped import (
    FIRST,
    IN,
    LEFT,
    OPENED,
    Grouping,
    heads_in,
    remembered,
    with_rows,
)
from dangol.records.looks.heads import BETWEEN, Group
from dangol.records.looks.kinds import WrongKey
from dangol.records.looks.levels import read_levels
from dangol.records.looks.showing import Showing, grouping, read_showing
from dangol.records.many.deeds import deeds_for
from dangol.records.saved.offered import list_address, read_views
from dangol.records.views.found import urls_of

PLACES = (IN, FIRST, LEFT, AFTER)
LONGEST_CODE = 40
MOST_KEYS = 60
MOST_ROWS = 1_000_000_000


def record_group(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Rows of a group from a place on, or the groups within an outer one: for htmx."""
    if not request.htmx:  # type: ignore[attr-defined]
        return _whole(request, record)
    listing, showing, asked = _read(request, record)
    if not showing.levels:
        raise Http404
    path = request.GET.get(IN, "")
    context: dict[str, Any] = {
        "record": record, "listing": listing, "urls": urls_of(record), "showing": showing,
        "deeds": deeds_for(record, request.user),
    }  # fmt: skip
    try:
        if len(path.split(BETWEEN)) < len(showing.levels):
            context["groups"] = heads_in(listing, request.user, asked, path)
            return render(request, "records/looks/groups.html", context)
        group = _group(path, request.GET)
        after = request.GET.get(AFTER, "")
        context["group"] = with_rows(listing, request.user, showing.levels, group, after)
    except WrongKey:
        raise Http404 from None
    return render(request, "records/looks/group_rows.html", context)


def record_board(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Further cards of one column: for htmx."""
    if not request.htmx:  # type: ignore[attr-defined]
        return _whole(request, record)
    listing, showing, _asked = _read(request, record)
    if showing.board is None:
        raise Http404
    lane = Lane(
        key=request.GET.get(IN, ""), words="", tone="", mark="", shown_count="", money="",
        count=_whole_number(request.GET, LEFT), is_folded=False, cards=[],
    )  # fmt: skip
    face = face_for(listing, request.user, showing.board)
    try:
        lane = with_cards(
            listing, request.user, face, lane,
            after=request.GET.get(AFTER, ""), first=_whole_number(request.GET, FIRST),
        )  # fmt: skip
    except WrongKey:
        raise Http404 from None
    return render(request, "records/looks/cards.html", {"lane": lane, "urls": urls_of(record)})


def record_day(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Everything on one day of a calendar: for htmx."""
    if not request.htmx:  # type: ignore[attr-defined]
        return _whole(request, record)
    listing, showing, _asked = _read(request, record)
    if showing.calendar is None:
        raise Http404
    context = {
        "record": record,
        "words": days.full_day(showing.day),
        "entries": read_entries(listing, request.user, showing.calendar, showing.day),
    }
    return render(request, "records/looks/day.html", context)


def record_look(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Remembers open groups, folded columns, or how a column is added up, for one view.

    With `query` it goes back to that list: so it is without scripts. Else nothing is answered.
    """
    posted = request.POST
    view = posted.get("view", "")[:LONGEST_CODE]
    try:
        _remember(request, record, view)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    if "query" not in posted:
        return HttpResponse(status=204)
    return redirect(f"{reverse(record.url_name('list'))}{list_address(posted['query'], view)}")


def _remember(request: HttpRequest, record: Record, view: str) -> None:
    """RuleBroken for a column that cannot be added up."""
    user, posted = request.user, request.POST
    if "group" in posted:
        levels = read_levels(record, user, posted["group"], [])
        paths = posted.getlist("open")
        change_view(record, user, view, OPENED, lambda _kept: remembered(levels, paths))
    if "by" in posted:
        keys = [key[:LONGEST_CODE] for key in posted.getlist("folded")[:MOST_KEYS]]
        folded = {"by": posted["by"][:LONGEST_CODE], "keys": keys} if keys else None
        change_view(record, user, view, FOLDED, lambda _kept: folded)
    if "column" in posted:
        kept = of_view(read_own(record, user), view).get(TOTALS)
        chosen = chosen_totals(
            record, record.columns_for(user), kept if isinstance(kept, dict) else {},
            posted["column"], posted.get("how", ""),
        )  # fmt: skip
        change_view(record, user, view, TOTALS, lambda _kept: chosen)


def _read(request: HttpRequest, record: Record) -> tuple[Listing, Showing, Grouping]:
    """The list that a part belongs to, without its rows; how it is looked at and grouped."""
    user = request.user
    parameters = {name: values for name, values in request.GET.lists() if name not in PLACES}
    own = read_own(record, user)
    view = read_views(record, user, parameters, own).active.code
    columns = chosen_columns(record, user, own, view)
    listing = read_listing(record, user, parameters, size=0, columns=columns, hows={})
    showing = read_showing(record, user, parameters)
    hows = wanted(record, columns, own, view)
    return listing, showing, grouping(showing, of_view(own, view), hows)


def _whole(request: HttpRequest, record: Record) -> HttpResponse:
    """The list itself: a part of it is no page."""
    query = request.GET.copy()
    for name in PLACES:
        query.pop(name, None)
    return redirect(f"{reverse(record.url_name('list'))}?{query.urlencode()}")


def _group(path: str, asked: Mapping[str, str]) -> Group:
    return Group(
        path=path, above="", words="", mark="", shown_count="", figures={},
        count=_whole_number(asked, LEFT), first=_whole_number(asked, FIRST),
        is_open=True, is_last=True, is_away=False, toggle="", only="",
    )  # fmt: skip


def _whole_number(asked: Mapping[str, str], name: str) -> int:
    text = asked.get(name, "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() else 0
