"""Finding orders by the grade of who ordered (R03)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol.records.custom.fields import codes_of
from dangol.records.filters.base import NONE
from dangol.records.filters.choices import Choosing
from modules.base.models import Customer

CUSTOMER_GRADE = "customer_grade"


@dataclass(frozen=True, kw_only=True)
class CustomerGradeFilter(Choosing):
    """By the grade that the customer has today; `field` is only its name."""

    field: str = CUSTOMER_GRADE

    def label(self, model: type[Model]) -> str:
        return _("Grade of the customer")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [*grades(), (NONE, _("None"))]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        labels = dict(self.options(model, user))
        for value in chosen:
            if value not in labels:
                raise self._wrong(model, value, _("Choose from the list."))
        some = Q(customer__grade__in=[value for value in chosen if value != NONE])
        if NONE in chosen:
            some |= Q(customer__grade__isnull=True)
        return ", ".join(labels[value] for value in chosen), some


def grades() -> list[tuple[str, str]]:
    """(value, label) of the grades, in the company's own words."""
    return [(str(each.value), str(each)) for each in codes_of(Customer, "grade")]
