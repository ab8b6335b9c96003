"""Views above a list and the columns in it: what each user sets for themselves (U1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.lists.columns import choose_columns, choose_widths
from dangol.records.saved import arranged, keeping, offered
from dangol.records.views.found import urls_of
from dangol.toasts import undoable

QUERY = "query"


def record_views(request: HttpRequest, *, record: Record) -> HttpResponse:
    """The pills with their counts, asked for after the list is painted; posting keeps a view."""
    if request.method == "POST":
        return _save(request, record)
    offered.count_views(record, request.user)
    views = offered.read_views(record, request.user, dict(request.GET.lists()))
    return render(
        request,
        "records/views.html",
        {
            "record": record,
            "urls": urls_of(record),
            "views": views,
            "shown_query": request.GET.urlencode(),
        },
    )


def view_change(request: HttpRequest, view: UUID, *, record: Record) -> HttpResponse:
    """Renames a user's own view, or lets it keep what is shown now."""
    query = request.POST.get(QUERY, "")
    is_selection = "selection" in request.POST

    def change() -> None:
        name = "" if is_selection else request.POST.get("name", " ")
        keeping.change_view(
            record, request.user, str(view), name=name, query=query if is_selection else ""
        )

    return _done(request, record, change, _("Saved."), str(view))


def view_delete(request: HttpRequest, view: UUID, *, record: Record) -> HttpResponse:
    """Takes a view away and offers to bring it back."""
    try:
        name = keeping.delete_view(record, request.user, str(view))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        back = reverse(record.url_name("view-restore"), args=[view])
        undoable(request, _("The view “%(name)s” was deleted.") % {"name": name}, back)
    return redirect(record.url_name("list"))


def view_restore(request: HttpRequest, view: UUID, *, record: Record) -> HttpResponse:
    """Brings back the view that was deleted last."""
    return _done(
        request,
        record,
        lambda: keeping.restore_view(record, request.user, str(view)),
        _("The view is back."),
        str(view),
    )


def view_share(request: HttpRequest, view: UUID, *, record: Record) -> HttpResponse:
    """Gives a user's own view to everybody in the company, or takes it back."""
    if "back" in request.POST:
        return _done(
            request,
            record,
            lambda: keeping.unshare_view(record, request.user, str(view)),
            _("The view is yours alone again."),
            "",
        )
    return _done(
        request,
        record,
        lambda: keeping.share_view(record, request.user, str(view)),
        _("Everybody finds this view now."),
        str(view),
    )


def view_menu(request: HttpRequest, view: str, *, record: Record) -> HttpResponse:
    """What can be done with one view: asked for when its menu opens, or by a right click."""
    pills = offered.offered_views(record, request.user)
    found = next((each for each in pills if each.code == view), None)
    if found is None:
        raise Http404
    shown = offered.plain(dict(request.GET.lists()))
    context = {
        "record": record,
        "urls": urls_of(record),
        "title": found.label,
        "pill": found,
        "query": request.GET.urlencode(),
        "is_changed": shown != offered.plain_query(found.query),
        "orders": _steps(pills, found),
    }
    template = "records/list/view_menu.html" if request.htmx else "records/view.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def view_arrange(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Keeps the order of the views, which stand above the list, and where the list begins."""
    user, posted = request.user, request.POST
    if "order" in posted:
        arranged.arrange(record, user, posted.getlist("order"))
    if "pin" in posted:
        arranged.pin(record, user, posted["pin"][:40], pinned=True)
    if "unpin" in posted:
        arranged.pin(record, user, posted["unpin"][:40], pinned=False)
    if "start" in posted:
        arranged.begin_with(record, user, posted["start"][:40])
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return _list(record, posted.get(QUERY, ""))


def _steps(pills: list[offered.Pill], pill: offered.Pill) -> list[tuple[str, list[str]]]:
    """(direction, the order after one step that way) where there is room for one."""
    codes = [each.code for each in pills]
    at = codes.index(pill.code)
    found = []
    for direction, to in (("left", at - 1), ("right", at + 1)):
        if 0 <= to < len(codes):
            order = [*codes]
            order[at], order[to] = order[to], order[at]
            found.append((direction, order))
    return found


def record_columns(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Keeps which columns the user sees in a view, in the order they were sent, or their widths."""
    query = request.POST.get(QUERY, "")
    view = offered.read_views(record, request.user, parse_qs(query)).active.code
    widths = [pair.rpartition(":") for pair in request.POST.getlist("width")]
    names = [] if "usual" in request.POST else request.POST.getlist("columns")
    try:
        if widths:
            sent = {name: pixels for name, _colon, pixels in widths}
            choose_widths(record, request.user, sent, view)
        else:
            choose_columns(record, request.user, names, view)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return _list(record, query)


def _save(request: HttpRequest, record: Record) -> HttpResponse:
    query = request.POST.get(QUERY, "")
    try:
        view = keeping.save_view(record, request.user, request.POST.get("name", ""), query)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return _list(record, query)
    messages.success(request, _("The view is kept."))
    return _list(record, query, view)


def _done(
    request: HttpRequest, record: Record, change: Callable[[], Any], text: str, view: str
) -> HttpResponse:
    """Makes the change and shows the view, or says why not."""
    query = request.POST.get(QUERY, "")
    try:
        change()
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return _list(record, query)
    messages.success(request, text)
    pills = offered.offered_views(record, request.user)
    kept = {pill.code: pill.query for pill in pills}
    return _list(record, kept.get(view, query), view)


def _list(record: Record, query: str, view: str = "") -> HttpResponseRedirect:
    """Back to the list as it was, or as the view shows it."""
    return redirect(f"{reverse(record.url_name('list'))}{offered.list_address(query, view)}")
