"""The monthly sheet: on the screen, on paper, as a workbook (A27)."""

from __future__ import annotations

import re
from datetime import date

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from dangol import clock
from dangol.access import requires, user_can
from dangol.i18n import days
from dangol.ids import read_id
from dangol.records.lists.taken import file_name
from dangol.records.text import clean_line
from dangol.records.views.exports import LONGEST_REASON, XLSX_TYPE
from modules.expenses.queries import month as sheets
from modules.expenses.queries.month import COUNTED, Asked
from modules.expenses.queries.workbook import workbook
from modules.expenses.records import expense_record
from modules.expenses.services.expenses import expenses

VIEW, EXPORT = expense_record.permission("view"), expense_record.permission("export")
_WRITTEN = re.compile(r"\d{4}-\d{2}")


@requires(VIEW)
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """The sheet of a month, which the address names; without it, of this one."""
    asked = _asked(request)
    user = request.user
    page = {
        "title": _("Expenses by month"),
        "sheet": sheets.read(user, asked),
        "month_words": days.month(asked.month),
        "previous": asked.query(month=f"{sheets.later(asked.month, -1):%Y-%m}"),
        "following": asked.query(month=f"{sheets.later(asked.month, 1):%Y-%m}"),
        "this": asked.query(month=f"{clock.today():%Y-%m}"),
        "is_this": asked.month == clock.today().replace(day=1),
        "ways": [
            (asked.query(counted=code), word, code == asked.counted)
            for code, word in _ways().items()
        ],
        "departments": sheets.offered(user),
        "department": str(asked.department or ""),
        "query": asked.query(),
        "may_export": user_can(user, EXPORT),
        "may_create": user_can(user, expense_record.permission("create")),
        "printed": {"who": user, "at": clock.now()},
    }
    return render(request, "expenses/month.html", page)


@requires(EXPORT, while_suspended=True)
@require_POST
def month_export(request: HttpRequest) -> HttpResponseBase:
    """The sheet as a workbook, once it is said what for; the audit notes it."""
    asked = _asked(request)
    reason = clean_line(request.POST.get("reason", ""))[:LONGEST_REASON]
    sheet = sheets.read(request.user, asked)
    if not reason or sheet.is_hidden:
        words = _("What this sheet tells is not open to you.")
        messages.error(request, words if sheet.is_hidden else _("Say why you take the list away."))
        return redirect(f"{reverse('expenses:month')}?{asked.query()}")
    expenses.log_export(sheet.total.count, asked.query(), reason)
    return FileResponse(
        workbook(sheet, request.user), as_attachment=True,
        filename=f"{asked.month:%Y-%m}-{file_name(expense_record, 'xlsx')}",
        content_type=XLSX_TYPE,
    )  # fmt: skip


def _ways() -> dict[str, str]:
    return {
        "handed_in": pgettext("expenses", "Handed in"),
        "approved": pgettext("expenses", "Approved"),
    }


def _asked(request: HttpRequest) -> Asked:
    """What the address asks for; what cannot be read is as usual."""
    counted = request.GET.get("counted", "")
    key = read_id(request.GET.get("department", ""))
    department = sheets.department(request.user, key)
    return Asked(
        month=_month(request.GET.get("month", "")),
        counted=counted if counted in COUNTED else "handed_in",
        department=department.pk if department else None,
    )


def _month(text: str) -> date:
    """2026-11 as its first day; this month for anything else."""
    if _WRITTEN.fullmatch(text) and text.isascii():
        year, number = int(text[:4]), int(text[5:])
        if 1 <= number <= 12 and sheets.FIRST.year <= year <= sheets.LAST.year:
            return date(year, number, 1)
    return clock.today().replace(day=1)
