"""Finding customers with whom there was something to do in some days (R01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol import clock
from dangol.records.filters.base import Operator
from dangol.records.filters.dates import DateFilter
from dangol.records.types import record_of

ACTIVITY = "activity"
TRACES = (("base.contact", "contacted_at"), ("base.order", "ordered_at"))
"""What tells of it: record types that lead to a customer, and the moment of each."""


@dataclass(frozen=True, kw_only=True)
class ActivityFilter(DateFilter):
    """Customers who were in contact or ordered in a span of days; `field` is only its name.

    Only what the user may see of contacts and orders counts, as everywhere.
    """

    field: str = ACTIVITY

    @property
    def operators(self) -> tuple[Operator, ...]:
        return tuple(each for each in super().operators if each.code in ("", "period"))

    def label(self, model: type[Model]) -> str:
        return _("Contact or order")

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        texts = ["".join(values[:1]) for values in given]
        words, first, last = self._span(operator, model, texts, user)
        return words, _active(first, last, user)


def _active(first: date | None, last: date | None, user: Any) -> Q:
    """One list of customers for all traces: so few that are looked up, not a test of each row."""
    found = []
    for code, moment in TRACES:
        rows = record_of(code).visible_to(user).order_by()
        if first:
            rows = rows.filter(**{f"{moment}__gte": clock.midnight(first)})
        if last:
            rows = rows.filter(**{f"{moment}__lt": clock.midnight(last + timedelta(days=1))})
        found.append(rows.values("customer"))
    return Q(pk__in=found[0].union(*found[1:]))
