"""The tile of the portal: what waits for the user's approval, else their own (A27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse

from dangol import clock
from dangol.access import user_can
from modules.expenses.models import State
from modules.expenses.models.expense import HANDED_IN
from modules.expenses.records import expense_record

LINES = 6


def approvals(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Those who approve find what waits for them; everybody else their own, newest first."""
    if {"amount", "state"} & expense_record.hidden_from(user):
        return {"is_hidden": True}
    approves = user_can(user, expense_record.permission("approve"))
    rows = expense_record.visible_to(user)
    query: dict[str, str] = {"owner": "me"}
    if approves:
        rows = rows.filter(approver=user.pk, state=State.SUBMITTED).order_by("submitted_at", "pk")
        query = {"approver": "me", "state": "submitted"}
    else:
        rows = rows.filter(owner=user.pk).order_by("-spent_on", "-pk")
    found = list(expense_record.listed(rows)[: LINES + 1])
    return {
        "lines": found[:LINES],
        "approves": approves,
        "month": None if approves else _this_month(user),
        "more": f"{reverse('expenses:expense-list')}?{urlencode(query)}",
        "is_more": len(found) > LINES,
    }


def _this_month(user: Any) -> int:
    """Won that the user has handed in for this month."""
    first = clock.today().replace(day=1)
    rows = expense_record.visible_to(user).filter(
        owner=user.pk, spent_on__gte=first, state__in=HANDED_IN
    )
    return int(rows.order_by().aggregate(sum=Sum("amount"))["sum"] or 0)
