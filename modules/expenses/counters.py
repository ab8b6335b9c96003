"""Numbers of the status board about expenses (A4, A27)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from dangol.portal.board import Count, of_list
from modules.expenses.records import expense_record


def waiting(user: Any) -> Count:
    """Expenses that wait for this user's decision."""
    found = of_list(expense_record, user, {"approver": "me", "state": "submitted"})
    return replace(found, remark=_("to be decided"), kind="warn", if_any=True)


def returned(user: Any) -> Count:
    """The user's own that were returned, to be put right."""
    found = of_list(expense_record, user, {"owner": "me", "state": "returned"})
    return replace(found, kind="warn")
