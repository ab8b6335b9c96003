"""The audit of a company, newest first (V3)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dangol.access import requires
from tenants.people.models import AuditEntry

PAGE = 50


@requires("tenants.audit.view")
@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    """Fifty entries a page; `after` is the id of the last entry seen, `find` part of its text."""
    entries = AuditEntry.objects.order_by("-id")
    find = request.GET.get("find", "").strip()
    if find:
        entries = entries.filter(summary__icontains=find)
    after = _uuid(request.GET.get("after", ""))
    if after:
        entries = entries.filter(id__lt=after)
    page = list(entries[: PAGE + 1])
    return render(
        request,
        "tenants/audit_list.html",
        {
            "entries": page[:PAGE],
            "next": page[PAGE - 1].pk if len(page) > PAGE else None,
            "find": find,
        },
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
