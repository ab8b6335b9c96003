"""The year of a company: public holidays and its own days off (P7)."""

from __future__ import annotations

from calendar import Calendar as Weeks
from datetime import date
from typing import Any
from uuid import UUID

from babel import Locale
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol import clock
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.toasts import undoable
from tenants import context, holidays
from tenants.forms.company import HolidayForm, WorkedDayForm
from tenants.people.models import Holiday, House
from tenants.requests import CompanyRequest
from tenants.services import holidays as deeds

MANAGE = "tenants.company.manage"


@requires(MANAGE)
@require_GET
def holiday_list(request: CompanyRequest) -> HttpResponse:
    """A year at a glance and its holidays one by one."""
    return _page(request, _asked_year(request), HolidayForm(initial={"repeat": "once"}))


@requires(MANAGE)
@require_POST
def holiday_add(request: CompanyRequest) -> HttpResponse:
    form = HolidayForm(request.POST)
    if form.is_valid():
        try:
            deeds.add(**form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("%(name)s is a day off.") % form.cleaned_data)
            return _back(form.cleaned_data["day"].year)
    return _page(request, _asked_year(request), form, status=422)


@requires(MANAGE)
@require_POST
def holiday_remove(request: CompanyRequest, key: UUID) -> HttpResponse:
    holiday = get_object_or_404(Holiday, pk=key)
    kept = deeds.remove(holiday)
    token = _signer().sign_object(kept)
    undo = reverse("tenants:holiday-restore", args=[token])
    undoable(request, _("%(name)s is no day off any more.") % {"name": holiday.name}, undo)
    return _back(_asked_year(request))


@requires(MANAGE)
@require_POST
def holiday_restore(request: CompanyRequest, token: str) -> HttpResponse:
    try:
        kept = _signer().unsign_object(token)
    except signing.BadSignature as error:
        raise Http404 from error
    if deeds.restore(kept) is None:
        messages.error(request, _("Another day off stands there by now."))
    return _back(kept["year"] or clock.today().year)


@requires(MANAGE)
@require_POST
def holiday_work(request: CompanyRequest) -> HttpResponse:
    """Switches a public holiday to a working day, and back."""
    form = WorkedDayForm(request.POST)
    if not form.is_valid():
        raise Http404
    day, works = form.of()
    try:
        deeds.work_on(day, works=works)
    except RuleBroken as broken:
        raise Http404 from broken
    return _back(day.year)


def _page(request: CompanyRequest, year: int, form: HolidayForm, status: int = 200) -> HttpResponse:
    calendar = holidays.calendar()
    rows = list(holidays.in_year(calendar, year))
    names = {day: name for day, name, _own, free in rows if free}
    page = {
        "form": form,
        "year": year,
        "before": year - 1 if year > holidays.FIRST_YEAR else None,
        "after": year + 1 if year < holidays.LAST_YEAR else None,
        "rows": [_row(*row) for row in rows],
        "own": list(Holiday.objects.order_by("month", "day", "pk")),
        "months": _months(year, names),
        "free_count": len(names),
        "weekdays": [_letter(day) for day in (6, *range(6))],
        "today": clock.today(),
    }
    return render(request, "tenants/holidays.html", page, status=status)


def _letter(weekday: int) -> str:
    """The weekday as heads of calendars have it, from Monday as 0: 월, M."""
    locale = Locale.parse(get_language() or "ko")
    return str(locale.days["stand-alone"]["narrow"][weekday])


def _row(day: date, name: str, is_own: bool, is_free: bool) -> dict[str, Any]:
    return {
        "day": day,
        "name": name,
        "is_own": is_own,
        "is_free": is_free,
        "is_substitute": not is_own and holidays.is_substitute(day),
    }


def _months(year: int, names: dict[date, str]) -> list[dict[str, Any]]:
    off = {number for number, span in enumerate(House.present().hours) if span is None}
    return [_month(year, month, names, off) for month in range(1, 13)]


def _month(year: int, month: int, names: dict[date, str], off: set[int]) -> dict[str, Any]:
    """Six weeks at most, Sunday first; None stands for days of other months."""
    weeks = [
        [
            {
                "day": day,
                "name": names.get(day, ""),
                "is_off": day in names or day.weekday() in off,
            }
            if day.month == month
            else None
            for day in week
        ]
        for week in Weeks(firstweekday=6).monthdatescalendar(year, month)
    ]
    return {"first": date(year, month, 1), "weeks": weeks}


def _asked_year(request: CompanyRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else clock.today().year
    return min(max(year, holidays.FIRST_YEAR), holidays.LAST_YEAR)


def _back(year: int) -> HttpResponse:
    return redirect(f"{reverse('tenants:holiday-list')}?year={year}")


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"holiday.c{context.company().pk}")
