"""What was done with one record, as a panel of its page tells it (V3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from dangol.records import Look, Record
from dangol.records.types import of_model
from tenants.people.models import AuditEntry
from tenants.queries import telling
from tenants.queries.audit import deed

CHANGES, PEEKED = 10, 6
"""Lines on a page, and in the panel beside a list."""


def changes(user: Any, instance: Model, most: int = CHANGES) -> Mapping[str, Any]:
    """Who did what to the record, newest first, without fields that are hidden from the user."""
    record = of_model(type(instance))
    if record is None:
        raise TypeError(f"{type(instance).__name__} is no record type.")
    entries = AuditEntry.objects.filter(subject=record.code, subject_id=str(instance.pk))
    rows = list(entries.order_by("-at")[:most])
    told = telling.changes(rows)
    closed = _closed(record, user)
    return {
        "entries": [
            {
                "at": row.at,
                "who": telling.who(row),
                "words": _deed(row),
                "values": [each for each in told[row.pk] if each.name not in closed],
            }
            for row in rows
        ]
    }


def recent_changes(look: Look) -> Mapping[str, Any]:
    """The latest few, for the panel beside a list."""
    return changes(look.user, look.instance, PEEKED)


def _closed(record: Record, user: Any) -> set[str]:
    """The hidden fields, by the names that the audit keeps."""
    hidden = record.hidden_from(user)
    own = {field.attname for field in record.model._meta.concrete_fields if field.name in hidden}
    return own | set(hidden)


def _deed(entry: AuditEntry) -> str:
    """What was done, without the noun: it is the record's own page."""
    deeds = {
        "create": _("added"),
        "edit": _("changed"),
        "move": _("state changed"),
        "delete": _("moved to the trash"),
        "restore": _("restored"),
    }
    return deeds.get(entry.action.rpartition(".")[2]) or deed(entry.action)
