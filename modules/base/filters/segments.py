"""Finding customers by the segment that they are in (B33, B34)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol.records.filters.choices import Choosing
from dangol.records.types import record_of
from modules.base.segments import Segmentation, segmentations

SEGMENT = "segment"


@dataclass(frozen=True, kw_only=True)
class SegmentFilter(Choosing):
    """Customers of a club (`club.vip`) or of one cell (`club:2.0`); `field` is only its name.

    What reads a field that is hidden from the user is neither offered nor taken.
    """

    field: str = SEGMENT

    def label(self, model: type[Model]) -> str:
        return _("Segment")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [
            (f"{each.code}{value}", f"{each.label}: {words}")
            for each in open_to(user)
            for value, words in each.options()
        ]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        labels = dict(self.options(model, user))
        some = Q()
        for value in chosen:
            if value not in labels:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= _in(value)
        return ", ".join(labels[value] for value in chosen), some


def open_to(user: Any) -> list[Segmentation]:
    """Those that read nothing that is closed to the user."""
    hidden = record_of("base.customer").hidden_from(user)
    return [
        each for each in segmentations() if hidden.isdisjoint(each.fields) and each.is_open(user)
    ]


def _in(value: str) -> Q:
    for each in segmentations():
        rest = value.removeprefix(each.code)
        if rest != value and rest[:1] in (".", ":"):
            return each.q(rest)
    return Q(pk__in=[])
