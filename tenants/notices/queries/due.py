"""What notices of days that fall due say (U9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from dangol.i18n import days
from tenants.queries import desk


def words(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """Which day of which kind of record; nothing of a field that is closed to the user now."""
    return [_words(user, each) for each in facts]


def _words(user: Any, facts: Mapping[str, Any]) -> str:
    record = desk.records().get(facts.get("record", ""))
    if record is None:
        return ""
    name = str(facts.get("field", ""))
    if name in record.hidden_from(user):
        return str(record.label)
    try:
        label = str(record.label_of(name))
    except FieldDoesNotExist:
        return str(record.label)
    day = days.day(date.fromisoformat(facts["day"]))
    return f"{record.label} · {label} {day}"
