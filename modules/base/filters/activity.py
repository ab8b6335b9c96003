"""Finding customers with whom there was something to do in some days (R01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock, fiscal
from dangol.i18n.days import why_none
from dangol.records.filters.base import Filter, Operator
from dangol.records.filters.dates import PERIODS, period
from dangol.records.types import record_of

ACTIVITY = "activity"
TRACES = (("base.contact", "contacted_at"), ("base.order", "ordered_at"))
"""What tells of it: record types that lead to a customer, and the moment of each."""


@dataclass(frozen=True, kw_only=True)
class ActivityFilter(Filter):
    """Customers who were in contact or ordered in a span of days; `field` is only its name.

    Only what the user may see of contacts and orders counts, as everywhere.
    """

    field: str = ACTIVITY
    kind = "date"

    @property
    def operators(self) -> tuple[Operator, ...]:
        span = Operator(
            code="", sign="", words=gettext_lazy("from … until"), control="dates",
            parameters=(f"{self.field}.from", f"{self.field}.to"),
        )  # fmt: skip
        moving = Operator(
            code="period", sign=gettext_lazy("in"), words=gettext_lazy("in the period"),
            parameters=(f"{self.field}.period",), control="period", usual="this_month",
        )  # fmt: skip
        return (span, moving)

    def label(self, model: type[Model]) -> str:
        return _("Contact or order")

    def offered(self, operator: Operator, model: type[Model], user: Any) -> list[tuple[str, str]]:
        if operator.control == "period":
            return [(code, str(words)) for code, words in PERIODS.items()]
        return super().offered(operator, model, user)

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        texts = ["".join(values[:1]) for values in given]
        if operator.code == "":
            first, last = (self._day(model, text) for text in texts)
            return f"{first or ''} – {last or ''}".strip(), _between(first, last, user)
        if texts[0] not in PERIODS:
            raise self._wrong(model, texts[0], _("Choose from the list."))
        span = period(texts[0], clock.today(), fiscal.month())
        return str(PERIODS[texts[0]]), _between(*span, user)

    def _day(self, model: type[Model], text: str) -> date | None:
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise self._wrong(model, text, why_none(text)) from None
        if not 1900 <= day.year <= 2999:
            raise self._wrong(model, text, why_none(""))
        return day


def _between(first: date | None, last: date | None, user: Any) -> Q:
    found = Q(pk__in=[])
    for code, moment in TRACES:
        rows = record_of(code).visible_to(user).order_by()
        if first:
            rows = rows.filter(**{f"{moment}__gte": _midnight(first)})
        if last:
            rows = rows.filter(**{f"{moment}__lt": _midnight(last + timedelta(days=1))})
        found |= Q(pk__in=rows.values("customer"))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.KOREA)
