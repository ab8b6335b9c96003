"""The address of one's calendar for other programs, and calendars from files (W4)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dangol.access import anyone, requires, user_can
from dangol.errors import RuleBroken
from modules.calendar.ics.reading import read
from modules.calendar.ics.writing import written
from modules.calendar.services import feeds
from modules.calendar.services.intake import take
from tenants import context

MOST_BYTES = 5 * 1024 * 1024


@requires("calendar.appointment.view")
@require_http_methods(["GET", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """Shows the address; makes a new one, or none any more."""
    if request.method == "POST":
        if request.POST.get("deed") == "take_away":
            feeds.take_away(request.user)
            messages.success(request, _("The address is void. Nobody reads your calendar by it."))
        else:
            feeds.give_out(request.user)
            messages.success(request, _("Here is your address. One given out before is void."))
        return redirect("calendar:feed")
    token = feeds.token_of(request.user)
    path = reverse("calendar:feed-file", args=[token]) if token else ""
    address = request.build_absolute_uri(path) if path else ""
    page = {"title": _("Calendar for other programs"), "address": address}
    return render(request, "calendar/feed.html", page)


@anyone
@require_GET
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever gave the address out, under the rights that they have now."""
    found = feeds.opened(token)
    if found is None or not user_can(found.user, "calendar.appointment.view"):
        raise Http404
    name = f"{context.company().name} · {found.user.name}"
    answer = HttpResponse(written(found.user, name, request.get_host()), content_type=TYPE)
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


TYPE = "text/calendar; charset=utf-8"


@requires("calendar.appointment.create", upload=MOST_BYTES)
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Takes the appointments of a file over, as the user's own."""
    page: dict[str, Any] = {"title": _("Take over a calendar")}
    if request.method == "POST":
        try:
            page["taken"] = take(request.user, read(_content(request)))
        except RuleBroken as broken:
            page["problem"] = str(broken)
    status = 422 if "problem" in page else 200
    return render(request, "calendar/take_in.html", page, status=status)


def _content(request: HttpRequest) -> bytes:
    sent = request.FILES.get("file")
    if sent is None:
        raise RuleBroken("no_file", _("Choose a calendar file (.ics) first."), field="file")
    found: bytes = sent.read()
    return found
