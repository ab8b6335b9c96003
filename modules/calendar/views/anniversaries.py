"""The anniversaries of the next days, and what a company chooses about them (B27)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dangol import clock
from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from modules.calendar.models import Setting
from modules.calendar.queries.coming import AHEAD, MOST, coming
from modules.calendar.services.anniversaries import choose_leap_day

SPANS = (7, AHEAD, 30, 90)
LONGEST = 366


@requires("calendar.anniversary.view")
@require_GET
def coming_list(request: HttpRequest) -> HttpResponse:
    """Everything within so many days; the count is that of the portal's tile."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else AHEAD
    days = min(max(days, 1), LONGEST)
    page = {
        "title": _("Coming anniversaries"),
        "found": coming(request.user, clock.today(), days),
        "days": days,
        "spans": SPANS,
        "most": MOST,
        "may_add": user_can(request.user, "calendar.anniversary.create"),
    }
    return render(request, "calendar/coming.html", page)


@requires("calendar.settings.manage")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """What 29 February is in a year that lacks it."""
    if request.method == "POST":
        try:
            choose_leap_day(request.POST.get("leap_day", ""))
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, _("Saved."))
        return redirect("calendar:settings")
    page = {
        "title": _("Anniversaries"),
        "chosen": Setting.present().leap_day,
        "choices": Setting.LEAP_DAYS,
    }
    return render(request, "calendar/settings.html", page)
