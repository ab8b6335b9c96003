"""What fits while somebody writes the name of a record in another one's form (U2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from dangol.records.declaration import Record
from dangol.records.links.naming import call, offered
from dangol.search.meaning import LONGEST

BY = "by"
"""Parameter with the name of the field that asks."""


def record_choices(request: HttpRequest, *, record: Record) -> HttpResponse:
    """The options of a list beside the field."""
    text = request.GET.get(request.GET.get(BY, "q"), "").replace("\x00", "")[:LONGEST]
    verb = "edit" if request.GET.get("verb") == "edit" else "view"
    found = offered(record, request.user, text, verb)
    names = [call(record, request.user, each) for each in found]
    return HttpResponse(
        format_html_join("", '<option value="{}"></option>', ((name,) for name in names))
    )
