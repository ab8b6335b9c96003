"""Giving the records of somebody who leaves to a colleague, part by part in the background (P5)."""

from __future__ import annotations

from uuid import UUID

from tenants import errands
from tenants.people.models import User
from tenants.queries import desk

PART = 500
"""Records that one errand gives; the next part is an errand of its own."""


def pass_on(giver: str, heir: str) -> None:
    """Gives one part of each record type and promises the next while there is one.

    Safe to run twice: it takes what is still the giver's. Nothing moves when the giver works here
    again or the heir no longer does.
    """
    is_gone = User.objects.filter(pk=giver, is_active=False).exists()
    if not is_gone or not User.objects.filter(pk=heir, is_active=True).exists():
        return
    given = [
        record.pass_on(UUID(giver), UUID(heir), PART)
        for record in desk.records().values()
        if record.pass_on is not None
    ]
    if any(count == PART for count in given):
        errands.post("tenants.services.heirs.pass_on", giver, heir)
