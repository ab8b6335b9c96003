"""Port: what customers do that tells of their interest (B16, B18).

Whoever keeps such deeds in a table registers them at start: contacts and complaints are this
module's own, opened mails the message engine's. Deeds that nobody registers give no points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from dangol.registry import Text


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """One kind of deed.

    code        kept in rules and facts: never renamed; small letters alone
    counted     (from, until) -> rows of exactly (customer's id, how often), one for each customer
    permission  who may read the deeds themselves: nobody else is told how many there were
    interest, favour, loyalty  points for one of them, until a company says otherwise
    """

    code: str
    label: Text
    counted: Callable[[datetime, datetime], QuerySet[Any, Any]]
    permission: str
    interest: int = 0
    favour: int = 0
    loyalty: int = 0


_known: dict[str, Reaction] = {}


def register_reaction(reaction: Reaction) -> None:
    """Called by ready hooks."""
    _known[reaction.code] = reaction


def reactions() -> list[Reaction]:
    """All that are known, in the order in which they were registered."""
    return list(_known.values())
