"""How columns were matched before (U5)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from tenants.importing.models import ImportMapping


def signature(header: Sequence[str]) -> str:
    """The same for headers whose words are the same in the same order."""
    words = "\x1f".join(head.strip().lower() for head in header)
    return hashlib.sha256(words.encode()).hexdigest()


def recall(record: str, user: Any, header: Sequence[str]) -> ImportMapping | None:
    """How a file with this header was matched last for a type: by the user, else by a colleague."""
    alike = ImportMapping.objects.filter(record=record, signature=signature(header), name="")
    own = alike.filter(user=user).first() if user is not None else None
    return own or alike.order_by("-used_at").first()


def named(record: str) -> QuerySet[ImportMapping]:
    """Those of a type that somebody saved, for everybody in the company."""
    return ImportMapping.objects.filter(record=record).exclude(name="").order_by("name")


def fitted(mapping: ImportMapping, header: Sequence[str]) -> dict[str, int]:
    """{field: column} as far as the header has the columns, each once. Fields may be gone."""
    free = {head.strip().lower(): number for number, head in reversed(list(enumerate(header)))}
    found = {}
    for field, head in mapping.heads.items():
        column = free.pop(str(head).strip().lower(), None)
        if column is not None:
            found[field] = column
    return found
