"""Finding material by whom it is about (A20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dangol.records import Record
from dangol.records.filters.base import Operator
from dangol.records.filters.links import LinkFilter
from modules.materials.about import LABELS
from modules.materials.models import Concern


@dataclass(frozen=True, kw_only=True)
class AboutFilter(LinkFilter):
    """Materials about a record of the type `to`; `field` is the column of `Concern` with it."""

    @property
    def operators(self) -> tuple[Operator, ...]:
        return (
            Operator(
                code="", sign="=", words=_("is"), parameters=(self.field,), control="text"
            ),
        )  # fmt: skip

    def label(self, model: type[Model]) -> str:
        return str(LABELS[self.field])

    def _selected(self, model: type[Model], target: Record, user: Any, text: str) -> tuple[str, Q]:
        words, whom = super()._selected(model, target, user, text)
        return words, Q(Exists(Concern.objects.filter(whom, material=OuterRef("pk"))))
