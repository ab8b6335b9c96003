"""Filtering by numbers and money (U1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.i18n import figures
from dangol.records.filters.base import Filter, Operator, emptiness

MOST = 999_999_999_999_999
_WRITTEN = re.compile(r"-?[0-9]{1,15}")
_LOOKUPS = {"is": "exact", "not": "exact", "over": "gt", "under": "lt"}


@dataclass(frozen=True, kw_only=True)
class NumberFilter(Filter):
    """By a whole number, which may be written with separators: 1,000,000 or 1000000원."""

    is_money: bool = False

    kind = "number"

    @property
    def operators(self) -> tuple[Operator, ...]:
        span = Operator(
            code="", sign="", words=gettext_lazy("from … to"), control="amounts",
            parameters=(f"{self.field}.min", f"{self.field}.max"), usual="0",
        )  # fmt: skip
        return (
            span,
            self._single("is", "=", gettext_lazy("is exactly")),
            self._single("not", "≠", gettext_lazy("is not")),
            self._single("over", ">", gettext_lazy("is more than")),
            self._single("under", "<", gettext_lazy("is less than")),
            emptiness(self.field),
        )

    def _single(self, code: str, sign: str, words: Any) -> Operator:
        return Operator(
            code=code, sign=sign, words=words, control="amount",
            parameters=(f"{self.field}.{code}",), usual="0",
        )  # fmt: skip

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        numbers = [self._number(model, "".join(values[:1])) for values in given]
        words = [self._words(number) for number in numbers]
        if operator.code == "":
            least, most = numbers
            q = Q() if least is None else Q(**{f"{self.field}__gte": least})
            q &= Q() if most is None else Q(**{f"{self.field}__lte": most})
            return " – ".join(words).strip(), q
        q = Q(**{f"{self.field}__{_LOOKUPS[operator.code]}": numbers[0]})
        return words[0], self._other_than(q) if operator.code == "not" else q

    def _number(self, model: type[Model], text: str) -> int | None:
        if not text:
            return None
        plain = re.sub(r"[\s,₩원]", "", text)
        if not _WRITTEN.fullmatch(plain):
            raise self._wrong(model, text, _("Write a whole number, such as 1,000,000."))
        return int(plain)

    def _words(self, number: int | None) -> str:
        if number is None:
            return ""
        return figures.won(number) if self.is_money else figures.number(number)
