"""Finding customers and accounts by their source, chosen from the register (B25)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy

from dangol import access
from dangol.records.filters.base import EMPTY, MOST, Operator, TextFilter
from dangol.records.types import record_of

IS = "is"


@dataclass(frozen=True, kw_only=True)
class SourceFilter(TextFilter):
    """One of the register, besides what texts are asked for: a part of the name, nothing at all."""

    field: str = "source"

    @property
    def operators(self) -> tuple[Operator, ...]:
        usual = {each.code: each for each in super().operators}
        chosen = replace(usual.pop(IS), words=gettext_lazy("is one of"), control="choice")
        return (chosen, *usual.values())

    def offered(self, operator: Operator, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """The names of the register; None is the company itself."""
        if operator.code == EMPTY:
            return super().offered(operator, model, user)
        record = record_of("base.source")
        may = user is None or access.user_can(user, record.permission("view"))
        if operator.code != IS or not may:
            return []
        names = record.visible_to(user).order_by("name").values_list("name", flat=True)[:MOST]
        return [(name, name) for name in names]

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        if operator.code != IS:
            return super()._compare(operator, model, given, user)
        names = [text.strip() for text in given[0]]
        return ", ".join(names), Q(**{f"{self.field}__in": names})
