"""What comes after a record's page: the lists beside it, files, who made it (U2, A10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.lists.listing import SORT
from dangol.records.lists.related import read_related
from dangol.records.page.related import is_open, related_to
from dangol.records.page.trail import trail
from dangol.records.parts import Related
from dangol.records.views.files import file_addresses
from dangol.records.views.found import find, look_at, may_with, urls_of


def record_beside(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The blocks at the right and the foot of the page; without scripts a page of their own."""
    instance = find(record, request.user, pk)
    context = {
        "record": record,
        "urls": urls_of(record, instance),
        "instance": instance,
        "title": shown(instance, record.title),
        "may": may_with(record, request.user, instance, "edit", "delete"),
        "rail": blocks(request, record, instance),
        "related_url": record.url_name("related"),
        "trail": trail(record, look_at(record, request, instance)),
        **file_addresses(record),
    }
    part = "beside" if request.htmx else "beside_page"  # type: ignore[attr-defined]
    return render(request, f"records/{part}.html", context)


def record_related(request: HttpRequest, pk: UUID, code: str, *, record: Record) -> HttpResponse:
    """One list in another order, or in its tab; without scripts the whole list of its type."""
    instance = find(record, request.user, pk)
    related = next((each for each in related_to(record) if each.code == code), None)
    if related is None or not is_open(related, request.user):
        raise Http404
    found = read_related(record, related, request.user, instance, request.GET.get(SORT, "")[:60])
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(found.all)
    template = "records/related/table.html" if related.is_wide else "records/related/block.html"
    return render(request, template, {"panel": {"list": found}, **_context(record, instance)})


def blocks(request: HttpRequest, record: Record, instance: Model) -> list[dict[str, Any]]:
    """The blocks at the right, each with what it draws."""
    user = request.user
    found = []
    for panel in record.rail_for(user):
        drawn = {"template": panel.template, **panel.context(user, instance)}
        related = drawn.get("related")
        if isinstance(related, Related):
            drawn["list"] = read_related(record, related, user, instance)
        found.append(drawn)
    return found


def _context(record: Record, instance: Model) -> dict[str, Any]:
    name = record.url_name("related")
    return {"instance": instance, "urls": urls_of(record, instance), "related_url": name}
