"""What is done with many customers at once (U1, B13)."""

from __future__ import annotations

from typing import Any

from dangol import clock
from dangol.records.bulk import Columns
from modules.base import consents
from modules.base import values as stored
from modules.base.models import Account


def made_of(columns: Columns) -> Columns:
    """What follows from values that are set by hand: keys to match by, dates of consents, whose the
    grade is. One that is cleared is given by the next nightly run."""
    found: dict[str, Any] = {}
    if "mobile" in columns:
        found["mobile_key"] = stored.mobile(columns["mobile"])[1]
    if "email" in columns:
        found["email_key"] = columns["email"].lower()
    if columns.get("account_id"):
        account = Account.objects.filter(pk=columns["account_id"]).first()
        found |= {"company_name": account.name} if account else {}
    if "grade" in columns:
        found["grade_is_manual"] = columns["grade"] is not None
    for name in consents.NAMES:
        if name in columns:
            found |= {f"{name}_at": clock.now(), f"{name}_source": consents.BY_HAND}
    return found
