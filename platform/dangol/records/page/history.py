"""Who changed a record, and from what to what: a tab of every type, and a port (U2, V3).

What is hidden from a user is left out of it by the port, with old and new values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dangol.records.parts import Look, Tab
from dangol.records.timeline import Mark, read_mark

SHOWN = 30
CODE = "changes"


class Value(Protocol):
    """A field as it was and is now, in words; `before` is None for what is no change."""

    label: str
    before: str | None
    after: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One change: who did what, and the fields with their values."""

    at: datetime
    key: UUID
    who: str
    words: str
    values: Sequence[Any]


class Histories(Protocol):
    """Tells the history of single records. `record` is the code of a record type."""

    def lines(self, record: str, key: UUID, look: Look, mark: Mark | None, most: int) -> list[Line]:
        """The changes below the place, newest first, as whoever looks may read them."""


_known: list[Histories] = []


def register_histories(histories: Histories) -> None:
    """Called once at start by the layer that keeps the audit."""
    _known[:] = [histories]


def history(code: str, look: Look) -> Mapping[str, Any]:
    """What the tab shows of the record that is looked at."""
    mark = read_mark(look.asked("below"))
    lines = _known[0].lines(code, look.instance.pk, look, mark, SHOWN + 1)
    more = len(lines) > SHOWN
    lines = lines[:SHOWN]
    onward = Mark(lines[-1].at, lines[-1].key).written() if more else ""
    return {"entries": lines, "onward": onward}


def history_tab(code: str) -> Tab:
    """The tab of a record type that tells of its changes."""
    return Tab(
        code=CODE,
        label=_("Change history"),
        template="records/history.html",
        context=partial(history, code),
    )
