"""A new record made in the drawer of another one's page (U2)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.records import rights
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.page.related import made_event
from dangol.records.views.trash import BACK
from dangol.toasts import is_own_path, triggered

IN_DRAWER = "add-%s"
"""How the fields are called there: the page has fields of its own."""
MADE = "record-made"
"""What every part of the page hears that tells of any record."""


def is_drawer(request: HttpRequest) -> bool:
    """Whether the form is wanted for a drawer; without scripts it is a page."""
    return bool(request.htmx)  # type: ignore[attr-defined]


def told_there(request: HttpRequest, record: Record, instance: Model) -> HttpResponse:
    """Tells the page that the record is made: its lists are read anew, a toast offers the undo."""
    text = _("“%(name)s” is saved.") % {"name": shown(instance, record.title)}
    toast: dict[str, Any] = {"text": text, "kind": "success"}
    if rights.may(record, request.user, "delete", instance):
        here = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
        back = f"?{urlencode({BACK: here})}" if is_own_path(here) else ""
        toast["undo"] = reverse(record.url_name("delete"), args=[instance.pk]) + back
    events = {made_event(record): {}, MADE: {}, "toast": toast}
    return triggered(HttpResponse(status=204), events)
