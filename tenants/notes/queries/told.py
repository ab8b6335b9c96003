"""What notices about notes say (U9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenants.notes.models import Note

WORDS = 140
"""Characters of a note that stand below its notice."""


def beginnings(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """The beginning of each note; the notice's own record was looked at before."""
    keys = [each.get("note") for each in facts]
    found = Note.objects.filter(pk__in=[key for key in keys if key], deleted_at=None)
    texts = {str(pk): text for pk, text in found.values_list("pk", "text")}
    return [short(texts.get(str(key), "")) for key in keys]


def short(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"
