"""Places in a line of moments, which one can go on from (U2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

from dangol import clock
from dangol.i18n import days


@dataclass(frozen=True)
class Mark:
    """A place in the line: just below one entry."""

    at: datetime
    key: UUID

    def written(self) -> str:
        return f"{self.at.isoformat()}~{self.key}"


def read_mark(text: str) -> Mark | None:
    """The place written in an address, or None when it is none."""
    moment, _, key = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return Mark(at, UUID(key)) if at.tzinfo else None
    except ValueError:
        return None


def behind(moment: str, key: str, mark: Mark | None) -> Any:
    """What lies below the place, by the fields with moment and id; everything without a place."""
    if mark is None:
        return Q()
    return TupleLessThan(Tuple(F(moment), F(key)), (mark.at, mark.key))


def below(rows: QuerySet[Any], moment: str, mark: Mark | None, most: int) -> QuerySet[Any]:
    """The rows below the place, newest first by the field `moment` and by id."""
    found = rows.filter(behind(moment, "id", mark)) if mark is not None else rows
    return found.order_by(f"-{moment}", "-id")[:most]


def day_words(day: date) -> str:
    """The day above its entries: 오늘 11월 20일(금), 11월 12일(목)."""
    away = (timezone.localtime(clock.now()).date() - day).days
    return f"{days.near_day(day)} {days.day(day)}" if 0 <= away <= 1 else days.day(day)
