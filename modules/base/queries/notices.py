"""What notices of this module say and may say (U9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modules.base.models import ContactHistory

WORDS = 140
"""Characters of a note that stand below its notice."""


def notes(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """The beginning of each note; the notice's own customer was looked at before."""
    keys = [each.get("contact") for each in facts]
    found = ContactHistory.objects.filter(pk__in=[key for key in keys if key])
    memos = {str(pk): memo for pk, memo in found.values_list("pk", "memo")}
    return [_short(memos.get(str(key), "")) for key in keys]


def _short(memo: str) -> str:
    line = " ".join(memo.split())
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"
