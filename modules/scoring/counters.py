"""The number of the status board about contacts that are overdue (A4, B19)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from dangol.portal.board import Count, of_list
from modules.base.records import customer_record
from modules.base.widgets import has_own


def overdue(user: Any) -> Count:
    """Customers whose next contact was due: the user's, if they have any."""
    is_own = has_own(user)
    query = {"care": "overdue"} | ({"owner": "me"} if is_own else {})
    found = of_list(customer_record, user, query)
    remark = _("mine") if is_own else _("all")
    return replace(found, remark=remark, kind="warn")
