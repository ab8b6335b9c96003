"""Views above a list and the columns in it: what each user sets for themselves (U1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records import saved
from dangol.records.columns import choose_columns
from dangol.records.declaration import Record
from dangol.records.views.found import urls_of
from dangol.toasts import undoable

QUERY = "query"


def record_views(request: HttpRequest, *, record: Record) -> HttpResponse:
    """The pills with their counts, asked for after the list is painted; posting keeps a view."""
    if request.method == "POST":
        return _save(request, record)
    saved.count_views(record, request.user)
    views = saved.read_views(record, request.user, dict(request.GET.lists()))
    return render(
        request,
        "records/views.html",
        {
            "record": record,
            "urls": urls_of(record),
            "views": views,
            "query": request.GET.urlencode(),
        },
    )


def view_change(request: HttpRequest, view: UUID, *, record: Record) -> HttpResponse:
    """Renames a user's own view, or lets it keep what is shown now."""
    query = request.POST.get(QUERY, "")
    is_selection = "selection" in request.POST

    def change() -> None:
        name = "" if is_selection else request.POST.get("name", " ")
        saved.change_view(
            record, request.user, str(view), name=name, query=query if is_selection else ""
        )

    return _done(request, record, change, _("Saved."), str(view))


def view_delete(request: HttpRequest, view: UUID, *, record: Record) -> HttpResponse:
    """Takes a view away and offers to bring it back."""
    try:
        name = saved.delete_view(record, request.user, str(view))
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
        lambda: saved.restore_view(record, request.user, str(view)),
        _("The view is back."),
        str(view),
    )


def record_columns(request: HttpRequest, *, record: Record) -> HttpResponse:
    """Keeps which columns the user sees, in the order they were sent."""
    names = [] if "usual" in request.POST else request.POST.getlist("columns")
    try:
        choose_columns(record, request.user, names)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return _list(record, request.POST.get(QUERY, ""))


def _save(request: HttpRequest, record: Record) -> HttpResponse:
    query = request.POST.get(QUERY, "")
    try:
        view = saved.save_view(record, request.user, request.POST.get("name", ""), query)
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
    pills = saved.read_views(record, request.user, {}).pills
    kept = {pill.code: pill.query for pill in pills}
    return _list(record, kept.get(view, query), view)


def _list(record: Record, query: str, view: str = "") -> HttpResponseRedirect:
    """Back to the list as it was, or as the view shows it."""
    return redirect(f"{reverse(record.url_name('list'))}{saved.list_address(query, view)}")
