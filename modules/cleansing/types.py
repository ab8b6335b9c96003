"""The record types that say what their fields hold."""

from __future__ import annotations

from typing import Any

from dangol import access
from dangol.records import Record
from dangol.records.many.deeds import BULK
from tenants.queries import desk


def types() -> dict[str, Record]:
    """{code: record type} of those whose spellings can be put right, in the order of modules."""
    return {code: record for code, record in desk.records().items() if record.holds}


def open_to(user: Any) -> dict[str, Record]:
    """Those of which the user may change many records at once."""
    return {
        code: record
        for code, record in types().items()
        if all(access.user_can(user, record.permission(verb)) for verb in ("view", "edit", BULK))
    }


def closed_fields(record: Record, user: Any) -> set[str]:
    """Fields that the user may not read or not write; nothing is suggested to them there."""
    closed = {*record.hidden_from(user), *record.locked_for(user)}
    return {
        name
        for name, held in record.holds.items()
        if name in closed or not closed.isdisjoint(held.beside.values())
    }
