"""Groups of a list by day, week, month, quarter and year, as people in Korea count them (U1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import DateField, DateTimeField, F, Func, Max, Min, Q, QuerySet
from django.db.models.functions import Trunc, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.i18n import days
from dangol.records.filters.base import NONE
from dangol.records.looks.kinds import Level, wrong

STEPS = {
    "day": gettext_lazy("by day"),
    "week": gettext_lazy("by week"),
    "month": gettext_lazy("by month"),
    "quarter": gettext_lazy("by quarter"),
    "year": gettext_lazy("by year"),
}
USUAL_STEP = "month"


class SundayOf(Func):
    """The Sunday with which a day's week begins."""

    template = "(date_trunc('week', %(expressions)s + 1) - interval '1 day')::date"
    output_field = DateField()


@dataclass(frozen=True, kw_only=True)
class ByDays(Level):
    """By day, week from Sunday, month, quarter or year, as people in Korea count them."""

    step: str = USUAL_STEP

    kind: ClassVar[str] = "date"

    @property
    def code(self) -> str:
        return f"{self.name}.{self.step}"

    @property
    def words(self) -> str:
        return f"{self.label} {STEPS[self.step]}"

    def expression(self) -> Any:
        is_moment = isinstance(self.field, DateTimeField)
        day = TruncDate(self.name, tzinfo=clock.KOREA) if is_moment else F(self.name)
        if self.step == "day":
            return day
        if self.step == "week":
            return SundayOf(day)
        zone = {"tzinfo": clock.KOREA} if is_moment else {}
        return Trunc(self.name, self.step, output_field=DateField(), **zone)

    def key(self, value: Any) -> str:
        return value.isoformat() if value else NONE

    def candidates(self, everything: QuerySet[Any], most: int) -> list[Any] | None:
        ends = everything.aggregate(first=Min(self.name), last=Max(self.name))
        if ends["first"] is None:
            return self.nobody
        first, last = (
            value.astimezone(clock.KOREA).date() if isinstance(value, datetime) else value
            for value in (ends["first"], ends["last"])
        )
        found: list[Any] = []
        start = span_start(first, self.step)
        while start <= last and len(found) <= most:
            found.append(start)
            start = after_span(start, self.step)
        return [*found, *self.nobody] if len(found) <= most else None

    def condition(self, key: str) -> Q:
        if key == NONE:
            return self._nothing()
        first, after = self._span(key)
        ends: list[Any] = [first, after]
        if isinstance(self.field, DateTimeField):
            ends = [clock.midnight(day) for day in ends]
        return Q(**{f"{self.name}__gte": ends[0], f"{self.name}__lt": ends[1]})

    def narrowed(self, key: str) -> dict[str, list[str]]:
        if key == NONE:
            return {f"{self.name}.empty": ["yes"]}
        first, after = self._span(key)
        last = after - timedelta(days=1)
        return {f"{self.name}.from": [first.isoformat()], f"{self.name}.to": [last.isoformat()]}

    def names(self, values: Collection[Any]) -> dict[Any, str]:
        return {value: self._words_of(value) if value else _("None") for value in values}

    def in_order(self, values: Iterable[Any], names: dict[Any, str]) -> list[Any]:
        filled = sorted((value for value in values if value), reverse=True)
        return filled + [value for value in values if not value]

    def _span(self, key: str) -> tuple[date, date]:
        """(first day, the day after the last) of the group."""
        first = self.value(key)
        return first, after_span(first, self.step)

    def _read(self, key: str) -> date:
        first = date.fromisoformat(key)
        return first if 1 <= first.year < 9999 else wrong(key)

    def _words_of(self, first: date) -> str:
        if self.step == "year":
            return _("%(year)s") % {"year": first.year}
        if self.step == "quarter":
            number = (first.month + 2) // 3
            return _("Q%(number)s %(year)s") % {"year": first.year, "number": number}
        if self.step == "month":
            return days.month(first)
        if self.step == "week":
            last = first + timedelta(days=6)
            return f"{first:%Y-%m-%d} – {last:%m-%d}"
        return first.isoformat()


def after_span(first: date, step: str) -> date:
    """The day after a span that begins on `first`."""
    if step in ("day", "week"):
        return first + timedelta(days=1 if step == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[step]
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def span_start(day: date, step: str) -> date:
    """The first day of the span that `day` lies in."""
    if step == "day":
        return day
    if step == "week":
        return day - timedelta(days=(day.weekday() + 1) % 7)
    month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}[step]
    return date(day.year, month, 1)
