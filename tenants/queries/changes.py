"""What was done with one record, as a panel of its page tells it (V3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from dangol.records import Look
from dangol.records.types import of_model
from tenants.queries.history import AuditedHistories

CHANGES, PEEKED = 10, 6
"""Lines on a page, and in the panel beside a list."""


def changes(user: Any, instance: Model, most: int = CHANGES) -> Mapping[str, Any]:
    """Who did what to the record, newest first, without fields that are hidden from the user."""
    record = of_model(type(instance))
    if record is None:
        raise TypeError(f"{type(instance).__name__} is no record type.")
    hidden = record.hidden_from(user)
    return {"entries": AuditedHistories().lines(record.code, instance.pk, hidden, None, most)}


def recent_changes(look: Look) -> Mapping[str, Any]:
    """The latest few, for the panel beside a list."""
    return changes(look.user, look.instance, PEEKED)
