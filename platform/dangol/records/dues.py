"""Days on which something of a record falls due: its owner is told in time (U9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q

from dangol.records.custom.definitions import shape_of
from dangol.records.filters.base import ME

if TYPE_CHECKING:
    from dangol.records.declaration import Record


@dataclass(frozen=True, kw_only=True)
class Due:
    """One such day.

    field   of the model: a date
    open    which records still wait for it
    query   the same as the list's filters say it; "" when all do
    yearly  it comes again every year
    """

    field: str
    open: Q = made(default_factory=Q)
    query: str = ""
    yearly: bool = False

    def falling(self, first: date, until: date) -> Q:
        """The records that wait for a day from `first` to before `until`."""
        if not self.yearly:
            span = Q(**{f"{self.field}__gte": first, f"{self.field}__lt": until})
            return span & self.open
        days = [first + timedelta(days=number) for number in range((until - first).days)]
        same = Q(pk__in=[])
        for day in days:
            same |= Q(**{f"{self.field}__month": day.month, f"{self.field}__day": day.day})
        return same & self.open

    def list_query(self, record: Record, first: date, last: date) -> str:
        """What narrows the list down to one's own that fall due within these days."""
        span = (
            {f"{self.field}.month": "this"}
            if self.yearly
            else {f"{self.field}.from": first.isoformat(), f"{self.field}.to": last.isoformat()}
        )
        own = urlencode({record.owner: ME, **span})
        return f"{own}&{self.query}" if self.query else own


def dues_for(record: Record, user: Any) -> Sequence[Due]:
    """The declared ones and the company's own, without fields that are hidden from the user."""
    hidden = record.hidden_from(user)
    own = [
        Due(field=each.name, yearly=bool(each.rule("yearly")))
        for each in shape_of(record.code).fields
        if each.rule("due")
    ]
    return [each for each in (*record.dues, *own) if each.field not in hidden]
