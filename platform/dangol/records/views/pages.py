"""The page of a record: facts, tabs, lists beside them, and its neighbours in the list (U2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangol import access, registry, visits
from dangol.records.cells import mark, shown
from dangol.records.declaration import Record
from dangol.records.edits.in_place import editable
from dangol.records.lists.neighbours import neighbours
from dangol.records.merged import survivor
from dangol.records.parts import Look, Section, Tab
from dangol.records.saved.offered import read_views
from dangol.records.views.found import (
    facts,
    find,
    look_at,
    may_with,
    subtitle,
    tiles_for,
    urls_of,
)

TAB, LIST = "tab", "list"


def record_page(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """One record. htmx gets the tab that it asks for, alone; one that was merged leads on."""
    try:
        instance = find(record, request.user, pk)
    except Http404:
        other = survivor(record, request.user, pk)
        if other is None:
            raise
        return redirect(record.url_name("page"), other.pk)
    look = look_at(record, request, instance)
    tabs = record.tabs_for(request.user)
    tab = _tab(tabs, look.asked(TAB))
    context = {
        "record": record,
        "urls": urls_of(record, instance),
        "instance": instance,
        "page_links": _page_links(record, request.user, pk),
        "related_url": record.url_name("related"),
        "title": shown(instance, record.title),
        "came_from": look.asked(LIST),
        "tabs": _tabs(request, tabs, tab),
        "tab": _tab_context(tab, look),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "records/tab.html", context)
    return render(request, "records/page.html", context | _around(request, record, look))


def _page_links(record: Record, user: Any, pk: UUID) -> list[dict[str, Any]]:
    """What other modules do with the record, as far as the user may."""
    return [
        {"label": each.label, "icon": each.icon, "href": reverse(each.url_name, args=[pk])}
        for each in registry.page_links(record.code)
        if access.user_can(user, each.permission)
    ]


def record_place(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Where the record stands in the list one came from; asked for after the page is painted.

    That is also when it counts as looked at: a page that nobody saw is none.
    """
    instance = find(record, request.user, pk)
    visits.opened(request.user, record.code, pk)
    query = request.GET.get(LIST, "")
    beside = neighbours(record, request.user, instance, query)
    tail = f"?{urlencode({LIST: query})}" if query else ""
    page = record.url_name("page")
    context = {
        "beside": beside,
        "previous": beside.previous and f"{reverse(page, args=[beside.previous.pk])}{tail}",
        "following": beside.following and f"{reverse(page, args=[beside.following.pk])}{tail}",
    }
    return render(request, "records/place.html", context)


def _around(request: HttpRequest, record: Record, look: Look) -> dict[str, Any]:
    """What stands around the tab: head, facts and the lists at the right."""
    user, instance = look.user, look.instance
    may = may_with(record, user, instance, "edit", "delete")
    edits = _edits(record, user, instance) if may["edit"] else {}
    sections = [
        (section, [(*f, edits.get(f[0], "")) for f in _facts(record, look, section)], number)
        for number, section in enumerate(record.sections_for(user))
        if section.on_page
    ]
    return {
        "subtitle": subtitle(record, look),
        "mark": mark(shown(instance, record.title), 44, person=record.person),
        "badges": record.badges(look),
        "tiles": tiles_for(record, look),
        "sections": sections,
        "below_facts": [
            {"template": each.template, **each.context(user, instance)}
            for each in record.below_facts
        ],
        "has_rail": bool(record.rail_for(user)),
        "may": may,
        "view": _view(record, user, look.asked(LIST)),
    }


def _facts(record: Record, look: Look, section: Section) -> list[Any]:
    return facts(record, look, section.page_facts)


def _edits(record: Record, user: Any, instance: Any) -> dict[str, str]:
    """{field: address that changes it where it stands}; they differ in the last word alone."""
    before = reverse(record.url_name("cell"), args=[instance.pk, "_"]).removesuffix("_")
    return {name: f"{before}{name}" for name in editable(record, user)}


def _view(record: Record, user: Any, query: str) -> dict[str, str]:
    """The list one came from: its view's name and its address."""
    if not query:
        return {}
    active = read_views(record, user, parse_qs(query)).active
    return {"label": active.label, "address": f"{reverse(record.url_name('list'))}?{query}"}


def _tab(tabs: Sequence[Tab], code: str) -> Tab | None:
    """The tab with this code, else the first."""
    return next((each for each in tabs if each.code == code), (*tabs, None)[0])


def _tabs(request: HttpRequest, tabs: Sequence[Tab], active: Tab | None) -> list[dict[str, Any]]:
    came_from = request.GET.get(LIST, "")
    kept = {LIST: came_from} if came_from else {}
    return [
        {
            "code": each.code,
            "label": each.label,
            "address": f"?{urlencode({TAB: each.code, **kept})}",
            "is_active": each is active,
        }
        for each in tabs
    ]


def _tab_context(tab: Tab | None, look: Look) -> dict[str, Any]:
    if tab is None:
        return {}
    return {"code": tab.code, "template": tab.template, "panel": tab.context(look)}
