"""The record of another type that a file names: by a key, or by how it is called (U5)."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from dangol.records import types
from dangol.records.links import naming

MOST = 50_000
"""Names that are remembered; a file with more different ones asks again."""
_NOT_DIGITS = re.compile(r"\D")


class Others:
    """Records of the type `code` with which the user may do `verb`."""

    def __init__(self, code: str, user: Any, verb: str = "view") -> None:
        self.code, self.user, self.verb = code, user, verb
        self._known: dict[str, tuple[UUID, str] | str] = {}

    def find(self, text: str) -> tuple[UUID, str]:
        """(id, title) of the one record that the text names; ValueError with a code."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= MOST:
                self._known.clear()
            found = self._known[text] = self._look(text)
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def _look(self, text: str) -> tuple[UUID, str] | str:
        record = types.record_of(self.code)
        hits = naming.named(record, self.user, text, self.verb)
        digits = _NOT_DIGITS.sub("", text)
        if not hits and digits and digits != text:
            hits = naming.named(record, self.user, digits, self.verb)
        if not hits:
            return "link_unknown"
        if len(hits) > 1:
            return "link_several"
        return hits[0].pk, str(getattr(hits[0], record.title))
