"""Numbers, and money in whole won."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from dangol.i18n import figures
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.filters import DecimalFilter
from dangol.records.custom.inputs import Figure
from dangol.records.custom.kinds.base import Kind
from dangol.records.filters.base import Filter
from dangol.records.filters.numbers import NumberFilter

DIGITS, DECIMALS = 19, 4
"""Of the numbers that a field can hold."""


class NumberKind(Kind):
    code, icon = "number", "hash"
    label = pgettext_lazy("kind of field", "Number")
    example = gettext_lazy("Area, weight, score")
    rules: ClassVar[tuple[str, ...]] = ("min", "max", "decimals")
    can_be_unique = True
    filtered_by = DecimalFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return Figure(int(field.rule("decimals") or 0), field.rule("min"), field.rule("max"))

    def kept(self, value: Any) -> Any:
        return None if value is None else plain(Decimal(value))

    def read(self, kept: Any, field: CustomField) -> Any:
        return Decimal(str(kept))

    def initial(self, value: Any) -> Any:
        return Decimal(plain(value)) if isinstance(value, Decimal) else value

    def words(self, value: Any, field: CustomField) -> str:
        return number_format(plain(Decimal(value)), use_l10n=True, force_grouping=True)

    def searched(self, kept: Any, field: CustomField) -> str:
        return str(kept)

    def written(self, value: Any, field: CustomField) -> Any:
        return plain(value) if isinstance(value, Decimal) else value


class MoneyKind(NumberKind):
    code, icon = "money", "banknote"
    label = gettext_lazy("Money")
    example = gettext_lazy("Deposit, yearly turnover")
    rules = ("min", "max")

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.BigIntegerField(null=True)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return Figure(0, field.rule("min"), field.rule("max"))

    def kept(self, value: Any) -> Any:
        return None if value is None else int(value)

    def read(self, kept: Any, field: CustomField) -> Any:
        return int(kept)

    def words(self, value: Any, field: CustomField) -> str:
        return figures.won(value)

    def filter(self, field: CustomField) -> Filter | None:
        return NumberFilter(field=field.name, own=self.column(field), is_money=True)


def plain(number: Decimal) -> str:
    """The number without needless zeros and never with an exponent: 12.5, 1000."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
