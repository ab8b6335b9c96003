"""What is done with one expense on its page, or beside the list (A27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.views.found import find
from modules.expenses.models import Expense
from modules.expenses.records import expense_record
from modules.expenses.services import approvals
from tenants.requests import CompanyRequest

VIEW, EDIT = expense_record.permission("view"), expense_record.permission("edit")
APPROVE, PAY = expense_record.permission("approve"), expense_record.permission("pay")


@requires(EDIT)
@require_POST
def expense_submit(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Hands it in."""
    expense: Any = find(expense_record, request.user, pk, "edit")
    return _done(
        request, pk, lambda: approvals.submit(expense, request.user),
        _("Handed in. The approver hears of it."),
    )  # fmt: skip


@requires(EDIT)
@require_POST
def expense_withdraw(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Takes one's own back while nobody has decided."""
    expense: Any = find(expense_record, request.user, pk)
    if expense.owner_id != request.user.pk:
        raise PermissionDenied(_("Only the spender withdraws an expense."))
    return _done(
        request, pk, lambda: approvals.withdraw(expense), _("Withdrawn. You can change it now.")
    )


@requires(APPROVE)
@require_POST
def expense_approve(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Approves what waits for this user."""
    find(expense_record, request.user, pk)
    rows = expense_record.visible_to(request.user, "approve").filter(pk=pk)
    return _done(request, pk, lambda: approvals.approve(rows, request.user), _("Approved."))


@requires(APPROVE)
@require_POST
def expense_return(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Returns it with a reason."""
    find(expense_record, request.user, pk)
    rows = expense_record.visible_to(request.user, "approve").filter(pk=pk)
    reason = request.POST.get("reason", "")
    return _done(
        request, pk, lambda: approvals.send_back(rows, request.user, reason),
        _("Returned. The spender hears of it."),
    )  # fmt: skip


@requires(PAY)
@require_POST
def expense_pay(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Notes today as the day on which it was paid."""
    find(expense_record, request.user, pk)
    rows = expense_record.visible_to(request.user, "pay").filter(pk=pk)
    return _done(request, pk, lambda: approvals.pay(rows), _("Marked as paid."))


@requires(PAY)
@require_POST
def expense_unpay(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """It is not paid after all."""
    expense: Expense = find(expense_record, request.user, pk)  # type: ignore[assignment]
    return _done(
        request, pk, lambda: approvals.unpay(expense), _("It is approved again, and not paid.")
    )


def _done(request: CompanyRequest, pk: UUID, deed: Callable[[], Any], words: str) -> HttpResponse:
    try:
        deed()
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, words)
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return redirect(came_from)  # beside the list one stays there
    return redirect("expenses:expense-page", pk)
