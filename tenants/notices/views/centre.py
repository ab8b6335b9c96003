"""The page of notices and the number beside its name (U9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from dangol import clock, toasts
from dangol.access import requires
from dangol.records.timeline import read_mark
from tenants.notices import badge
from tenants.notices.queries import centre
from tenants.notices.services import reading
from tenants.requests import CompanyRequest

OWN = "tenants.notice.view"
CHANGED = "notices-changed"
"""Event that makes the page ask for the number again."""


@requires(OWN)
@require_GET
def notice_list(request: CompanyRequest) -> HttpResponse:
    """What one was told, by day: the unread, or all."""
    shows_all = request.GET.get("show") == "all"
    mark = read_mark(request.GET.get("below", ""))
    days, onward = centre.page(request.user, unread=not shows_all, mark=mark)
    facts = {
        "days": days,
        "onward": onward,
        "shows_all": shows_all,
        "unread": badge.anew(request.user),
        "now": clock.now().isoformat(),
    }
    return render(request, "tenants/notices/list.html", facts)


@requires(OWN, asked_by_page=True)
@never_cache
@require_GET
def notice_count(request: CompanyRequest) -> HttpResponse:
    """The number beside 알림, for pages that stay open."""
    count = badge.anew(request.user)
    return JsonResponse({"unread": count, "words": centre.count_words(count)})


@requires(OWN)
@never_cache
@require_GET
def notice_open(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Marks a notice read and leads to what it is about; 404 when one may not see that any more."""
    line = centre.one(request.user, key)
    if line is None:
        raise Http404
    reading.read(request.user, key)
    return redirect(centre.target(line))


@requires(OWN, while_suspended=True)
@require_POST
def notice_read(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Marks one read, or unread again with `unread`; htmx gets its line."""
    line = centre.one(request.user, key)
    if line is None:
        raise Http404
    (reading.unread if "unread" in request.POST else reading.read)(request.user, key)
    if not request.htmx:
        return redirect("tenants:notice-list")
    facts = {"line": centre.one(request.user, key)}
    response = render(request, "tenants/notices/line.html", facts)
    return trigger_client_event(response, CHANGED)


@requires(OWN, while_suspended=True)
@require_POST
def notice_read_all(request: CompanyRequest) -> HttpResponse:
    """Marks everything read that stood on the page; the toast takes it back."""
    until = _moment(request.POST.get("until", "")) or clock.now()
    mark = reading.read_all(request.user, until)
    if mark is not None:
        undo = reverse("tenants:notice-unread-all", args=[mark.isoformat()])
        toasts.undoable(request, _("All notices are read."), undo)
    return redirect("tenants:notice-list")


@requires(OWN, while_suspended=True)
@require_POST
def notice_unread_all(request: CompanyRequest, mark: str) -> HttpResponse:
    """Takes marking all read back."""
    moment = _moment(mark)
    if moment is None:
        raise Http404
    if reading.unread_all(request.user, moment):
        messages.success(request, _("The notices are unread again."))
    return redirect("tenants:notice-list")


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
