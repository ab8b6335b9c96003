"""The page of everything that a text finds, by record type (A6, U8)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dangol import visits
from dangol.access import requires
from dangol.palette import commands, finding
from dangol.records import Record
from dangol.search.meaning import LONGEST, meaning

TYPE = "type"
FEW, MANY = 10, 50
"""Records of each type among several, and of one alone."""
CAP = 200
"""Counted no further: the list of the type counts on."""


@requires("desk.own.use")
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """What the text finds among the chosen types that are open to the user; none chosen are all."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    opened = list(commands.records(request.user))
    asked = request.GET.getlist(TYPE)
    chosen = [record for record in opened if record.code in asked] or opened
    groups = _groups(request.user, text, chosen)
    context = {
        "title": _("Search"),
        "text": text,
        "is_initials": meaning(text).is_initials,
        "types": [(record, record in chosen and len(chosen) < len(opened)) for record in opened],
        "groups": [(group, _list_of(group.record, text)) for group in groups if group.hits],
        "is_asked": bool(text),
    }
    return render(request, "search/page.html", context)


def _groups(user: Any, text: str, chosen: list[Record]) -> list[finding.Group]:
    if not meaning(text):
        return []
    recent = visits.last_opened(user)
    most = MANY if len(chosen) == 1 else FEW
    return [
        finding.find(record, user, text, most, cap=CAP, recent=recent.get(record.code, ()))
        for record in chosen
    ]


def _list_of(record: Record, text: str) -> str:
    """Where all of them stand, page by page, with filters and order."""
    return f"{reverse(record.url_name('list'))}?{urlencode({'q': text})}"
