"""Filtering by days: a span, a period that moves with today, an age, a day of the year (U1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import get_month_names
from django.db.models import DateTimeField, Model, Q
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from dangol import clock, fiscal
from dangol.i18n.days import why_none
from dangol.records.filters.base import Filter, Operator, emptiness

PERIODS = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "last_7": gettext_lazy("last 7 days"),
    "last_30": gettext_lazy("last 30 days"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "this_quarter": gettext_lazy("this quarter"),
    "last_quarter": gettext_lazy("last quarter"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
    "fiscal_year": gettext_lazy("this fiscal year"),
    "last_fiscal_year": gettext_lazy("last fiscal year"),
}
MONTHS = {"this": gettext_lazy("this month"), "next": gettext_lazy("next month")}
OLDEST = 3_650
"""Days that an age is asked for at most."""


@dataclass(frozen=True, kw_only=True)
class DateFilter(Filter):
    """By day. Days are Korean ones; weeks begin on Sunday.

    yearly  the day comes again each year, such as a birthday: it can be asked for by its month
    """

    yearly: bool = False

    kind = "date"

    @property
    def operators(self) -> tuple[Operator, ...]:
        span = Operator(
            code="", sign="", words=gettext_lazy("from … until"), control="dates",
            parameters=(f"{self.field}.from", f"{self.field}.to"),
        )  # fmt: skip
        month = Operator(
            code="month", sign=gettext_lazy("in"), words=gettext_lazy("comes in"),
            parameters=(f"{self.field}.month",), control="month", usual="this",
        )  # fmt: skip
        period = Operator(
            code="period", sign=gettext_lazy("in"), words=gettext_lazy("in the period"),
            parameters=(f"{self.field}.period",), control="period", usual="this_month",
        )  # fmt: skip
        older = Operator(
            code="older", sign="", words=gettext_lazy("longer ago than, or never"),
            parameters=(f"{self.field}.older",), control="number", usual="90",
        )  # fmt: skip
        within = Operator(
            code="within", sign="", words=gettext_lazy("in the last … days"),
            parameters=(f"{self.field}.within",), control="number", usual="30",
        )  # fmt: skip
        ahead = Operator(
            code="ahead", sign="", words=gettext_lazy("until … days from now"),
            parameters=(f"{self.field}.ahead",), control="number", usual="7",
        )  # fmt: skip
        empty = emptiness(self.field)
        if self.yearly:
            return (span, month, empty)
        return (span, period, within, ahead, older, empty)

    def offered(self, operator: Operator, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(value, words) of the months or periods that an operator offers."""
        if operator.control == "period":
            return [(code, str(words)) for code, words in PERIODS.items()]
        if operator.control == "month":
            names = get_month_names("wide", locale=get_language() or "ko")
            months = [(str(number), names[number]) for number in range(1, 13)]
            return [(code, str(words)) for code, words in MONTHS.items()] + months
        return super().offered(operator, model, user)

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        texts = ["".join(values[:1]) for values in given]
        if operator.control == "number":
            return self._by_days(operator.code, model, texts[0])
        if operator.code == "month":
            words = self._word(operator, model, texts[0], user)
            return words, Q(**{f"{self.field}__month": _month(texts[0])})
        words, first, last = self._span(operator, model, texts, user)
        return words, self._between(model, first, last)

    def _span(
        self, operator: Operator, model: type[Model], texts: list[str], user: Any
    ) -> tuple[str, date | None, date | None]:
        """(in words, first day, last day) of a span or of a period that moves with today."""
        if operator.code == "":
            first, last = (self._day(model, text) for text in texts)
            return f"{first or ''} – {last or ''}".strip(), first, last
        words = self._word(operator, model, texts[0], user)
        return (words, *period(texts[0], clock.today(), fiscal.month()))

    def _word(self, operator: Operator, model: type[Model], text: str, user: Any) -> str:
        """What is offered under this code."""
        words = dict(self.offered(operator, model, user)).get(text)
        if words is None:
            raise self._wrong(model, text, _("Choose from the list."))
        return words

    def _by_days(self, code: str, model: type[Model], text: str) -> tuple[str, Q]:
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= OLDEST:
            advice = _("Write a number of days from 1 to %(most)s.") % {"most": OLDEST}
            raise self._wrong(model, text, advice)
        n, today = int(text), clock.today()
        if code == "within":
            words = ngettext("in the last %(n)s day", "in the last %(n)s days", n) % {"n": n}
            return words, self._between(model, today - timedelta(days=n - 1), today)
        if code == "ahead":
            words = ngettext("until %(n)s day from now", "until %(n)s days from now", n) % {"n": n}
            return words, self._between(model, today, today + timedelta(days=n))
        words = ngettext("more than %(n)s day ago", "more than %(n)s days ago", n) % {"n": n}
        last = today - timedelta(days=n + 1)
        return words, self._between(model, None, last) | Q(**{f"{self.field}__isnull": True})

    def _between(self, model: type[Model], first: date | None, last: date | None) -> Q:
        is_moment = isinstance(self.column(model), DateTimeField)
        q = Q()
        if first is not None:
            q &= Q(**{f"{self.field}__gte": clock.midnight(first) if is_moment else first})
        if last is not None:
            after = last + timedelta(days=1)
            q &= Q(**{f"{self.field}__lt": clock.midnight(after) if is_moment else after})
        return q

    def _day(self, model: type[Model], value: str) -> date | None:
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self._wrong(model, value, why_none(value)) from None
        if not 1900 <= day.year <= 2999:
            raise self._wrong(model, value, why_none(""))
        return day


def period(code: str, today: date, fiscal_month: int = 1) -> tuple[date, date]:
    """First and last day of a period, as it stands on `today`; KeyError for one that is unknown.

    `fiscal_month` is the month in which the company's fiscal year starts.
    """
    week = today - timedelta(days=(today.weekday() + 1) % 7)
    quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    started = today.month >= fiscal_month
    fiscal_year = date(today.year if started else today.year - 1, fiscal_month, 1)
    year = today.replace(month=1, day=1)
    return {
        "today": lambda: (today, today),
        "yesterday": lambda: (today - timedelta(days=1), today - timedelta(days=1)),
        "this_week": lambda: (week, week + timedelta(days=6)),
        "last_week": lambda: (week - timedelta(days=7), week - timedelta(days=1)),
        "last_7": lambda: (today - timedelta(days=6), today),
        "last_30": lambda: (today - timedelta(days=29), today),
        "this_month": lambda: _months(today.replace(day=1), 1),
        "last_month": lambda: _months(_later(today.replace(day=1), -1), 1),
        "this_quarter": lambda: _months(quarter, 3),
        "last_quarter": lambda: _months(_later(quarter, -3), 3),
        "this_year": lambda: _months(year, 12),
        "last_year": lambda: _months(_later(year, -12), 12),
        "fiscal_year": lambda: _months(fiscal_year, 12),
        "last_fiscal_year": lambda: _months(_later(fiscal_year, -12), 12),
    }[code]()


def _months(first: date, count: int) -> tuple[date, date]:
    """The first and the last day of so many months from `first` on."""
    return first, _later(first, count) - timedelta(days=1)


def _later(first: date, months: int) -> date:
    """The first of the month so many months later, or earlier when it is negative."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _month(code: str) -> int:
    now = clock.today().month
    return {"this": now, "next": now % 12 + 1}.get(code) or int(code)
