"""What the palette shows for a text: a piece of page for the box, a page of its own without it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dangol import visits
from dangol.access import requires
from dangol.palette import commands, finding
from dangol.search.meaning import meaning

LONGEST = 60
COMMANDS, ALL = "commands", ""
FEW, MANY = 3, 20
"""Rows of one type among all types, and alone."""


@requires("desk.own.use")
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Everything the text finds that this user may open; `>` before it asks for commands only."""
    text, scope = read(request)
    groups = _groups(request.user, text, scope)
    chosen = [group for group in groups if scope in (ALL, group.record.code)]
    found = commands.find(request.user, text) if scope in (ALL, COMMANDS) else []
    context = {
        "title": text,
        "text": text,
        "scope": scope,
        "is_initials": meaning(text).is_initials,
        "groups": [group for group in chosen if group.hits],
        "scopes": groups,
        "everything": urlencode({"q": text, "type": scope} if scope else {"q": text}),
        "offers": finding.offers(chosen, request.user) if scope != COMMANDS else [],
        "commands": found if scope == COMMANDS or not text else found[: commands.MOST],
        "command_count": len(found),
        "count": sum(group.count for group in groups) + len(found),
    }
    template = "palette/results.html" if "part" in request.GET else "palette/page.html"
    return render(request, template, context)


def read(request: HttpRequest) -> tuple[str, str]:
    """(text, scope) as asked for; an unknown scope means everything."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    scope = request.GET.get("scope", ALL)
    if text.startswith(">"):
        return text[1:].strip(), COMMANDS
    return text, scope


def _groups(user: Any, text: str, scope: str) -> list[finding.Group]:
    """The hits of every type, for the numbers beside the scopes; more of the one that is chosen."""
    if not text:
        return []
    recent = visits.last_opened(user)
    return [
        finding.find(
            record,
            user,
            text,
            MANY if scope == record.code else FEW,
            recent=recent.get(record.code, ()),
        )
        for record in commands.records(user)
    ]
