"""The list: rows, filters, views above it, the record beside it, and its file (U1, U6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import access
from dangol.ids import read_id
from dangol.imports.types import is_importable
from dangol.records.declaration import Record
from dangol.records.edits.in_place import editable
from dangol.records.filters.look import LOOK, look_in
from dangol.records.lists.chips import chips, offers
from dangol.records.lists.columns import chosen_columns, chosen_widths
from dangol.records.lists.listing import AFTER, AT, BEFORE, PAGE_SIZE, PEEK, Listing, read_listing
from dangol.records.lists.own import LOOKED, WIDTH, Own, change_view, of_view, read_own
from dangol.records.lists.rows import read_rows
from dangol.records.lists.totals import WORDS, wanted
from dangol.records.looks.showing import (
    Showing,
    colours,
    drawn,
    foot_heads,
    group_menu,
    read_showing,
    steps_menu,
    switcher,
)
from dangol.records.many.deeds import Deed, deeds_for
from dangol.records.parts import Action
from dangol.records.saved.offered import read_views, start_address
from dangol.records.views.found import may, urls_of
from dangol.records.views.peeks import peek_context
from dangol.records.views.runs import strip_of


def record_list(request: HttpRequest, *, record: Record) -> HttpResponse:
    """One page of the list; htmx gets what changes with the selection alone."""
    parameters = dict(request.GET.lists())
    own = read_own(record, request.user)
    if not parameters and (start := start_address(record, request.user, own)):
        return redirect(f"{request.path}{start}")
    views = read_views(record, request.user, parameters, own)
    columns = chosen_columns(record, request.user, own, views.active.code)
    widths = chosen_widths(own, views.active.code)
    showing = read_showing(record, request.user, parameters)
    hows = wanted(record, columns, own, views.active.code)
    listing = read_listing(
        record, request.user, parameters, columns=columns,
        size=PAGE_SIZE if showing.is_rows else 0, hows=hows if showing.is_rows else {},
    )  # fmt: skip
    listing.problems.extend(showing.problems)
    _remember_look(showing, request.user, parameters, own, views.active.code)
    context = {
        **_looked(showing, listing, request.user, of_view(own, views.active.code), hows),
        "record": record,
        "urls": urls_of(record),
        "title": record.plural,
        "listing": listing,
        "shown_query": listing.query,
        "rows": read_rows(listing),
        "views": views,
        "heads": [(head, widths.get(head.column.name, "")) for head in listing.heads],
        "is_fixed": bool(widths),
        "editable": _editable(record, request.user),
        "chips": chips(listing, request.user),
        "may": may(record, request.user, "create", "export"),
        "deeds": _deeds(record, request.user),
        "actions": _actions(record, request.user),
        "offered_columns": _offered(record, request.user, columns),
        "kept": [(name, value) for name, values in listing.parameters.items() for value in values],
    }
    if not request.htmx:  # type: ignore[attr-defined]
        context |= _beside(request, record, own) | strip_of(record, request.user, own)
        return render(request, "records/list.html", context)
    response = render(request, "records/changed.html", context)
    address = listing.address(_place(request))
    response["HX-Push-Url"] = f"{request.path}{address}".rstrip("?")  # without empty fields
    return response


def record_filters(request: HttpRequest, *, record: Record) -> HttpResponse:
    """What can be filtered by, with what asks for the values: asked for when the menu opens.

    Without scripts it is a page of its own, whose forms lead back to the list.
    """
    listing = read_listing(record, request.user, dict(request.GET.lists()), size=1)
    context = {
        "record": record,
        "urls": urls_of(record),
        "title": record.plural,
        "offers": offers(listing, request.user),
    }
    template = "records/list/offers.html" if request.htmx else "records/filters.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _looked(
    showing: Showing, listing: Listing, user: Any, own: Own, hows: Mapping[str, str]
) -> dict[str, Any]:
    """What is drawn in place of rows, and the menus that change how the list is looked at."""
    shown = drawn(showing, listing, user, own, hows)
    return {
        "showing": showing,
        "switcher": switcher(showing, listing, user),
        "group_menu": group_menu(showing, listing, user),
        "steps_menu": steps_menu(showing, listing),
        "colours": colours(showing, listing, user),
        "hows": WORDS.items(),
        "foot_heads": foot_heads(showing, listing, shown, hows),
        **shown,
    }


def _actions(record: Record, user: Any) -> list[Action]:
    """The buttons in the head of the list that the user may press."""
    found = [*record.actions]
    if is_importable(record):
        found.append(
            Action(
                label=_("Import"), url_name=record.url_name("import"),
                permission=record.permission("import"), icon="upload",
            )
        )  # fmt: skip
    return [each for each in found if access.user_can(user, each.permission)]


def _remember_look(showing: Showing, user: Any, parameters: Any, own: Own, view: str) -> None:
    """Each view opens as it was looked at last: kept when one has chosen another way.

    What cannot be looked at is forgotten, so that its warning does not come back each time.
    """
    if LOOK not in parameters:
        return
    look = {} if showing.problems else look_in(parameters)
    if of_view(own, view).get(LOOKED, {}) != look:
        change_view(showing.record, user, view, LOOKED, lambda _kept: look or None)


def _place(request: HttpRequest) -> dict[str, str]:
    """Which page of the list is shown, for the address bar."""
    return {name: request.GET.get(name, "") for name in (AFTER, BEFORE, AT)}


def _deeds(record: Record, user: Any) -> list[tuple[Deed, str]]:
    """What the user may do with chosen rows, each with its address."""
    return [
        (
            each,
            reverse(each.url_name)
            if each.url_name
            else reverse(record.url_name("bulk"), args=[each.code]),
        )
        for each in deeds_for(record, user)
    ]


def _editable(record: Record, user: Any) -> set[str]:
    """Names of the columns whose cells the user may edit."""
    return editable(record, user) if access.user_can(user, record.permission("edit")) else set()


def _offered(record: Record, user: Any, columns: list[Any]) -> list[tuple[str, Any, bool]]:
    """(name, label, is shown) of every column: those shown first, in their order."""
    rest = [each for each in record.columns_for(user) if each not in columns]
    return [
        (each.name, each.label or record.label_of(each.name), each in columns)
        for each in [*columns, *rest]
    ]


def _beside(request: HttpRequest, record: Record, own: Own) -> dict[str, Any]:
    """The record beside the list when the address names one that the user may see."""
    found: dict[str, Any] = {
        "peek_width": own.get(WIDTH),
        "width_url": reverse(record.url_name("peek-width")),
    }
    pk = read_id(request.GET.get(PEEK, ""))
    if pk is None:
        return found
    instance = record.listed(record.visible_to(request.user)).filter(pk=pk).first()
    if record.peek and instance is not None:
        found["peek"] = peek_context(request, record, record.peek, instance)
    return found
