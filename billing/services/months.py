"""Korean calendar months, by which everything is billed (decision 7)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken


@dataclass(frozen=True, order=True)
class Month:
    """One month in Korea, known by its first day."""

    first: date

    @classmethod
    def of(cls, moment: date | datetime) -> Month:
        """The month of a day, or of a moment as the Korean calendar has it."""
        day = moment.astimezone(clock.KOREA).date() if isinstance(moment, datetime) else moment
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str) -> Month:
        """From "2026-11"; RuleBroken for anything else."""
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
            raise RuleBroken(
                "month_form",
                _("Write the month as year and month, such as 2026-11."),
                field="month",
            )
        return cls(date(int(text[:4]), int(text[5:]), 1))

    @property
    def days(self) -> int:
        return calendar.monthrange(self.first.year, self.first.month)[1]

    @property
    def last(self) -> date:
        return self.first.replace(day=self.days)

    @property
    def next(self) -> Month:
        return Month(self.last + timedelta(days=1))

    @property
    def previous(self) -> Month:
        return Month.of(self.first - timedelta(days=1))

    def dates(self) -> list[date]:
        """Its days in order."""
        return [self.first.replace(day=day) for day in range(1, self.days + 1)]

    def day_or_last(self, day: int) -> date:
        """Its day of that number, or its last when it has none (31 in November)."""
        return self.first.replace(day=min(day, self.days))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"
