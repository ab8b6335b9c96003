"""The audit of a company, newest first (V3)."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dangol.access import requires
from dangol.ids import read_id
from tenants.people.models import AuditEntry
from tenants.queries import audit as reading
from tenants.queries import telling

PAGE = 50


@requires("tenants.audit.view")
@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    """Fifty entries a page. Asked by `find`, `person`, `action`, `first`, `last`; `after` is the id
    of the last entry seen."""
    wanted = reading.Wanted(
        find=_text(request.GET.get("find", "")),
        person=read_id(request.GET.get("person", "")),
        action=_text(request.GET.get("action", "")),
        first=_day(request.GET.get("first", "")),
        last=_day(request.GET.get("last", "")),
    )
    entries = reading.entries(wanted)
    after = read_id(request.GET.get("after", ""))
    if after:
        entries = entries.filter(id__lt=after)
    page = list(entries[: PAGE + 1])
    changes = telling.changes(page[:PAGE])
    return render(
        request,
        "tenants/audit_list.html",
        {
            "rows": [_row(entry, changes[entry.pk]) for entry in page[:PAGE]],
            "next": _next(request, page[PAGE - 1].pk) if len(page) > PAGE else "",
            "newest": _without_after(request) if after else "",
            "wanted": wanted,
            "is_filtered": wanted != reading.Wanted(),
            "actions": reading.actions(),
            "people": reading.people(),
        },
    )


def _row(entry: AuditEntry, changes: list[telling.Change]) -> dict[str, object]:
    return {
        "entry": entry,
        "who": telling.who(entry),
        "deed": reading.deed(entry.action),
        "changes": changes,
        "is_refusal": entry.action == "tenants.login.fail",
    }


def _next(request: HttpRequest, after: UUID) -> str:
    return f"?{urlencode({**request.GET.dict(), 'after': str(after)})}"


def _without_after(request: HttpRequest) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return f"?{urlencode(kept)}"


def _text(text: str) -> str:
    """What PostgreSQL can look for; nothing for a text that it cannot hold."""
    return "" if "\x00" in text else text.strip()


def _day(text: str) -> date | None:
    """None for no day, and for one at the end of time, where no midnight follows or went before."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date.min.year < day.year < date.max.year else None
