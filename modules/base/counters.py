"""Numbers of the status board about customers; each counts the list that its click opens (A4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from dangol.portal.board import Count, of_list
from modules.base.records import customer_record
from modules.base.widgets import has_own

OVERDUE_DAYS = 30


def new_this_week(user: Any) -> Count:
    """Customers added since Sunday."""
    found = of_list(customer_record, user, {"created_at.period": "this_week"})
    return replace(found, remark=_("this week"))


def mine(user: Any) -> Count:
    """Customers of this user."""
    return of_list(customer_record, user, {"owner": "me"})


def overdue(user: Any) -> Count:
    """Customers whom nobody has contacted for a month, or ever: the user's, if they have any."""
    query = {"last_contacted_at.older": str(OVERDUE_DAYS)}
    is_own = has_own(user)
    found = of_list(customer_record, user, query | ({"owner": "me"} if is_own else {}))
    remark = _("mine") if is_own else _("all")
    return replace(found, remark=remark, kind="warn")


def without_owner(user: Any) -> Count:
    """Customers nobody looks after."""
    found = of_list(customer_record, user, {"owner": "none"})
    return replace(found, remark=_("to be assigned"), kind="warn", if_any=True)


def birthdays(user: Any) -> Count:
    """Customers whose birthday is in this month."""
    return of_list(customer_record, user, {"birth_date.month": "this"})
