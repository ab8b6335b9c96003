"""The map of accounts, and moving one of them to another place (C8)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol import clock
from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.i18n import days
from dangol.ids import read_id
from dangol.records.text import clean_line
from dangol.records.views.found import find
from modules.base.models import Account
from modules.base.queries import relation_map as maps
from modules.base.records import account_record
from modules.base.services import relation_map
from tenants.reports.ready.asked import choices, people_of
from tenants.requests import CompanyRequest

EDIT = account_record.permission("edit")
_WRITTEN = re.compile(r"\d{4}-\d{2}")
EARLIEST = date(2000, 1, 1)


@requires(account_record.permission("view"))
@require_GET
def account_map(request: CompanyRequest) -> HttpResponse:
    """Accounts by both ratings, of today or of the end of the month that the address names."""
    month = _month(request.GET.get("month", ""))
    this = clock.today().replace(day=1)
    asked, problem = _asked(request, None if month == this else _last(month))
    departments, people = choices()
    page = {
        "title": _("Relation map"),
        "map": maps.read(request.user, asked),
        "problem": problem,
        "is_now": asked.day is None,
        "when": _("Today") if asked.day is None else days.day(asked.day),
        "month": "" if asked.day is None else f"{month:%Y-%m}",
        "previous": _query(asked, month=f"{_later(month, -1):%Y-%m}") if month > EARLIEST else "",
        "following": _following(asked, month, this),
        "now": _query(asked, month=""),
        "turned": _query(asked, rows=asked.columns),
        "here": _query(asked),
        "whose": request.GET.get("whose", ""),
        "departments": departments,
        "people": people,
        "may_move": asked.day is None and _may_rate(request.user),
        "moving": _moving(request, asked),
        "credits": maps.words(maps.CREDIT).items(),
        "favours": maps.words(maps.FAVOUR).items(),
    }
    return render(request, "base/relation_map.html", page, status=422 if problem else 200)


@requires(EDIT)
@require_POST
def account_move(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Rates the account as its new place says."""
    account: Any = find(account_record, request.user, pk, "edit")
    if not _may_rate(request.user):
        raise PermissionDenied(_("Ratings are not yours to change."))
    why = clean_line(request.POST.get("why", ""))
    try:
        moved = relation_map.move(
            account, _value(request, "credit"), _value(request, "favour"), why
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        words = _("“%(name)s” is moved. The ratings count from today.")
        messages.success(request, words % {"name": moved.name})
    said = {name: request.POST.get(name, "") for name in ("rows", "whose")}
    said = {name: value for name, value in said.items() if value}
    return redirect(f"{reverse('base:account-map')}?{urlencode(said)}")


def _asked(request: CompanyRequest, day: date | None) -> tuple[maps.Asked, str]:
    """(which map, why the people make no sense)."""
    rows = request.GET.get("rows", "")
    rows = rows if rows in maps.AXES else maps.CREDIT
    whose = request.GET.get("whose", "")
    month = "" if day is None else f"{day:%Y-%m}"
    said = {name: text for name, text in (("month", month), ("whose", whose)) if text}
    if rows != maps.CREDIT:
        said["rows"] = rows
    try:
        people = people_of(whose, request.user)
    except RuleBroken as broken:
        return maps.Asked(rows=rows, day=day, query={"month": month}), str(broken)
    return maps.Asked(rows=rows, day=day, people=people, query=said), ""


def _query(asked: maps.Asked, **other: str) -> str:
    """The map's address with some of it changed; what is empty is left out."""
    said = {name: text for name, text in {**asked.query, **other}.items() if text}
    return f"?{urlencode(said)}"


def _following(asked: maps.Asked, month: date, this: date) -> str:
    if month >= this:
        return ""
    later = _later(month, 1)
    return _query(asked, month="" if later >= this else f"{later:%Y-%m}")


def _moving(request: CompanyRequest, asked: maps.Asked) -> Account | None:
    """The account that is about to be moved, as far as the user may rate it."""
    pk = read_id(request.GET.get("move", ""))
    if pk is None or asked.day is not None or not _may_rate(request.user):
        return None
    return account_record.visible_to(request.user, "edit").filter(pk=pk).first()


def _may_rate(user: Any) -> bool:
    locked = {*account_record.hidden_from(user), *account_record.locked_for(user)}
    return user_can(user, EDIT) and not locked & set(maps.AXES)


def _value(request: CompanyRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0


def _month(text: str) -> date:
    """2026-10 as its first day; this month for anything else and for what is to come."""
    this = clock.today().replace(day=1)
    if not (_WRITTEN.fullmatch(text) and text.isascii()):
        return this
    year, number = int(text[:4]), int(text[5:])
    if not (1 <= number <= 12 and EARLIEST.year <= year <= this.year):
        return this
    return min(date(year, number, 1), this)


def _later(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _last(month: date) -> date:
    return _later(month, 1) - timedelta(days=1)
