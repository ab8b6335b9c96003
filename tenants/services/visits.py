"""Remembering what a user looked at last; no audit line, for it changes nothing of the company."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from dangol import clock
from tenants.people.models import Visit

MOST = 30
"""Rows kept for each user: the oldest is used again for what is opened next."""
FRESH = timedelta(minutes=5)
"""Opening the same record again within this time changes nothing."""


class KeptVisits:
    """Implements `dangol.visits.Visits` in the company's schema."""

    def opened(self, user: Any, record: str, key: Any) -> None:
        """One reading, and at most one writing; none where somebody looks with the user's eyes."""
        if getattr(user, "is_looked_through", False):
            return
        known = list(Visit.objects.filter(user_id=user.pk).order_by("-at"))
        same = next((v for v in known if (v.record, v.object_id) == (record, str(key))), None)
        now = clock.now()
        if same is not None and same is known[0] and now - same.at < FRESH:
            return
        if same is not None:
            Visit.objects.filter(pk=same.pk).update(at=now)
            return
        try:
            with transaction.atomic():
                _note(user, record, str(key), spare=known[MOST - 1] if len(known) >= MOST else None)
        except IntegrityError:
            pass  # another window of the same user has just noted it

    def last_opened(self, user: Any) -> dict[str, list[str]]:
        """One reading: at most as many as are kept."""
        found: dict[str, list[str]] = {}
        visits = Visit.objects.filter(user_id=user.pk).order_by("-at")
        for record, key in visits.values_list("record", "object_id"):
            found.setdefault(record, []).append(key)
        return found


def _note(user: Any, record: str, key: str, *, spare: Visit | None) -> None:
    if spare is None:
        Visit.objects.create(user_id=user.pk, record=record, object_id=key)
        return
    spare.record, spare.object_id, spare.at = record, key, clock.now()
    spare.save(update_fields=["record", "object_id", "at"])
