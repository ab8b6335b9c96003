"""Filters for values that declared fields do not have: decimals, times of day, several codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.filters.base import NONE, Filter, Operator, emptiness
from dangol.records.filters.choices import Choosing
from dangol.records.filters.numbers import NumberFilter

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")


@dataclass(frozen=True, kw_only=True)
class DecimalFilter(NumberFilter):
    """By a number with decimals: 1,000.5."""

    def _number(self, model: type[Model], text: str) -> Any:
        if not text:
            return None
        plain = re.sub(r"[\s,]", "", text)
        if not _DECIMAL.fullmatch(plain):
            raise self._wrong(model, text, _("Write a number, such as 1,000.5."))
        return Decimal(plain)

    def _words(self, number: Any) -> str:
        return "" if number is None else number_format(number, force_grouping=True)


@dataclass(frozen=True, kw_only=True)
class TimeFilter(Filter):
    """By time of day, both ends included: 09:00 to 18:00."""

    kind = "time"

    @property
    def operators(self) -> tuple[Operator, ...]:
        span = Operator(
            code="", sign="", words=gettext_lazy("from … to"), control="times",
            parameters=(f"{self.field}.min", f"{self.field}.max"),
        )  # fmt: skip
        return (span, emptiness(self.field))

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        first, last = (self._time(model, "".join(values[:1])) for values in given)
        q = Q() if first is None else Q(**{f"{self.field}__gte": first})
        q &= Q() if last is None else Q(**{f"{self.field}__lte": last})
        words = [f"{each:%H:%M}" if each is not None else "" for each in (first, last)]
        return " – ".join(words).strip(), q

    def _time(self, model: type[Model], text: str) -> time | None:
        if not text:
            return None
        try:
            return time.fromisoformat(text.strip())
        except ValueError:
            raise self._wrong(model, text, _("Write a time as 09:30.")) from None


@dataclass(frozen=True, kw_only=True)
class HeldFilter(Choosing):
    """Any of the codes is among those of the record."""

    codes: tuple[tuple[str, str], ...] = ()

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Has any of them, has none of them; and nothing at all stands there."""
        return (*super().operators, emptiness(self.field))

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [*self.codes, (NONE, _("None"))]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        labels = dict(self.options(model, user))
        some = Q(pk__in=[])
        for code in chosen:
            if code not in labels:
                raise self._wrong(model, code, _("Choose from the list."))
            nothing = Q(**{f"{self.field}__isnull": True})
            some |= nothing if code == NONE else Q(**{f"{self.field}__contains": [code]})
        return ", ".join(labels[code] for code in chosen), some
