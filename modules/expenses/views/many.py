"""What is done with the chosen expenses of a list, or with all that it finds (A27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.saved.offered import list_address
from dangol.records.views.bulk import chosen_of
from modules.expenses.records import expense_record
from modules.expenses.services import approvals
from modules.expenses.views.approvals import APPROVE, PAY
from tenants.requests import CompanyRequest


@requires(APPROVE)
@require_POST
def approve_many(request: CompanyRequest) -> HttpResponse:
    """Approves those of the chosen that wait for this user."""

    def deed(rows: Any) -> tuple[int, str]:
        count = approvals.approve(rows, request.user)
        return count, ngettext("%(n)s expense approved.", "%(n)s expenses approved.", count)

    return _done(request, "approve", deed)


@requires(APPROVE)
@require_POST
def return_many(request: CompanyRequest) -> HttpResponse:
    """Returns those of the chosen that wait for this user; the reason is asked for first."""
    if not request.POST.get("reason", "").strip():
        return _ask_reason(request)

    def deed(rows: Any) -> tuple[int, str]:
        count = approvals.send_back(rows, request.user, request.POST["reason"])
        return count, ngettext("%(n)s expense returned.", "%(n)s expenses returned.", count)

    return _done(request, "approve", deed)


@requires(PAY)
@require_POST
def pay_many(request: CompanyRequest) -> HttpResponse:
    """Notes today as the day on which the approved ones among the chosen were paid."""

    def deed(rows: Any) -> tuple[int, str]:
        count = approvals.pay(rows)
        words = ngettext("%(n)s expense marked as paid.", "%(n)s expenses marked as paid.", count)
        return count, words

    return _done(request, "pay", deed)


def _done(
    request: CompanyRequest, verb: str, deed: Callable[[Any], tuple[int, str]]
) -> HttpResponse:
    """Does it with those of the chosen with which the user may, and says how many stayed."""
    user = request.user
    try:
        asked = chosen_of(request, expense_record, expense_record.visible_to(user)).count()
        rows = chosen_of(request, expense_record, expense_record.visible_to(user, verb))
        count, words = deed(rows)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(_back(request))
    said = [words % {"n": figures.number(count)}]
    if asked > count:
        left = figures.number(asked - count)
        said.append(_("%(count)s left as they were.") % {"count": left})
    messages.success(request, " ".join(said))
    return redirect(_back(request))


def _ask_reason(request: CompanyRequest) -> HttpResponse:
    """Why they are returned: a page, or what the drawer holds."""
    try:
        rows = chosen_of(
            request, expense_record, expense_record.visible_to(request.user, "approve")
        )
        count = rows.count()
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(_back(request))
    context = {
        "title": _("Return expenses"),
        "query": request.POST.get("query", ""),
        "all": request.POST.get("all", ""),
        "chosen": request.POST.getlist("chosen"),
        "count_words": expense_record.count_words(count, figures.number(count)),
        "is_wrong": "reason" in request.POST,
        "back": _back(request),
    }
    status = 422 if context["is_wrong"] else 200
    return render(request, "expenses/return_many.html", context, status=status)


def _back(request: CompanyRequest) -> str:
    query = request.POST.get("query", "")
    return f"{reverse(expense_record.url_name('list'))}{list_address(query)}"
