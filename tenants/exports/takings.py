"""The kit's port for lists that are taken away, kept in the company's own schema (U6, A14)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from dangol.records import Record
from dangol.records.lists.taken import Asked
from tenants.exports.services import asking
from tenants.exports.tasks import make_file


class KeptTakings:
    """Implements `dangol.records.lists.taken.Takings`."""

    def note(self, record: Record, user: Any, asked: Asked) -> None:
        asking.note(record, user, asked)

    def begin(self, record: Record, user: Any, asked: Asked) -> str:
        asking.begin(record, user, asked, make_file.ring)
        return reverse("tenants:export-list")
