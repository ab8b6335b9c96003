"""What an endpoint is told: the record as the interface shows it to the endpoint's role (W2).

    {"type": "base.customer.edit", "timestamp": "…",
     "data": {"id": "…", "version": "…", "changed": ["grade"], "record": {…}}}

The record is as it is when the delivery is made. What the role may not see is not told of at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dangol import access
from dangol.api import types
from dangol.api.values import Value, values_of
from dangol.records import rights
from dangol.records.declaration import Record
from tenants.people.models import User
from tenants.webhooks import kinds
from tenants.webhooks.models import Event

LARGEST = 256 * 1024
"""Bytes of a body; a record that is larger is told without its fields."""


class Telling:
    """What one reader may be told; types are read once for all events of a round."""

    def __init__(self, reader: User) -> None:
        self.reader = reader
        self._values: dict[str, dict[str, Value]] = {}

    def body(self, event: Event) -> str | None:
        """The body of the event; None when the reader may not know of it."""
        record = types.by_code(event.record)
        if record is None or not access.user_can(self.reader, record.permission("view")):
            return None
        data = self._many(event) if event.verb == kinds.MANY else self._one(record, event)
        if data is None:
            return None
        told = {"type": f"{event.record}.{event.verb}", "timestamp": event.at.isoformat()}
        text = json.dumps(told | {"data": data}, ensure_ascii=False)
        if len(text.encode()) <= LARGEST:
            return text
        least = {name: data[name] for name in ("id", "version") if name in data}
        return json.dumps(told | {"data": least | {"is_too_large": True}}, ensure_ascii=False)

    @staticmethod
    def _many(event: Event) -> dict[str, Any]:
        """How many records, as far as the deed counts them; what was written is not told."""
        counts = {
            name: value
            for name, value in event.changes.items()
            if isinstance(value, int) and not isinstance(value, bool)
        }
        return {"deed": event.action, "counts": counts}

    def _one(self, record: Record, event: Event) -> dict[str, Any] | None:
        instance = self._find(record, event)
        if instance is None:
            return None
        values = self._of(record)
        # the audit names columns, such as owner_id; people and programs know the field
        names = {getattr(v.field, "attname", v.name): code for code, v in values.items()}
        changed = [names[each] for each in event.changes if each in names]
        if event.verb == kinds.EDIT and event.changes and not changed:
            return None  # only what is hidden from the reader has changed
        found = {
            "id": event.object_id,
            "version": getattr(instance, record.version).isoformat(),
            "changed": changed,
        }
        if event.verb != kinds.DELETE:
            found["record"] = {name: value.read(instance) for name, value in values.items()}
        return found

    def _find(self, record: Record, event: Event) -> Any:
        """The record, if the reader may see it: one that was deleted, in the trash."""
        key = UUID(event.object_id)
        seen = record.visible_to(self.reader).filter(pk=key).first()
        if seen is None:
            seen = rights.narrowed(record, record.trashed(), self.reader, "view").filter(pk=key)
            seen = seen.first()
        return seen

    def _of(self, record: Record) -> Mapping[str, Value]:
        if record.code not in self._values:
            self._values[record.code] = values_of(record, self.reader)
        return self._values[record.code]
