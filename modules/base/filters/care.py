"""Finding customers by how their next contact stands (B19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol import clock
from dangol.records.filters.base import NONE
from dangol.records.filters.choices import Choosing

CARE = "care"


@dataclass(frozen=True, kw_only=True)
class CareFilter(Choosing):
    """Customers by how the next contact stands (B19); `field` is only its name."""

    field: str = CARE

    def label(self, model: type[Model]) -> str:
        return _("Contact cycle")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", _("Overdue")),
            ("today", _("Due today")),
            ("week", _("Due within 7 days")),
            (NONE, _("No cycle")),
        ]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        today, day = clock.today(), "next_contact_on"
        spans = {
            "overdue": Q(**{f"{day}__lt": today}),
            "today": Q(**{day: today}),
            "week": Q(**{f"{day}__gte": today, f"{day}__lte": today + timedelta(days=7)}),
            NONE: Q(**{f"{day}__isnull": True}),
        }
        some = Q()
        for value in chosen:
            if value not in spans:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= spans[value]
        labels = dict(self.options(model, user))
        return ", ".join(labels[value] for value in chosen), some
