"""Values that are worked out from other fields."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.errors import RuleBroken
from dangol.i18n import days
from dangol.records.custom.definitions import CustomField, shape_of
from dangol.records.custom.filters import DecimalFilter
from dangol.records.custom.formula import Built, build, references
from dangol.records.custom.formula.reading import wrong
from dangol.records.custom.formula.types import OF_KIND, Value, exact
from dangol.records.custom.kinds.base import Kind, of
from dangol.records.custom.kinds.numbers import DECIMALS, DIGITS, plain
from dangol.records.filters.base import Filter, TextFilter
from dangol.records.filters.choices import ChoiceFilter
from dangol.records.filters.dates import DateFilter

DEEPEST = 5
"""Formulas that read formulas."""


class FormulaKind(Kind):
    code, icon = "formula", "calculator"
    label = gettext_lazy("Formula")
    example = gettext_lazy("Worked out from other fields")
    is_written = False

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        kind = built(field).type
        if kind == "number":
            return models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True)
        if kind == "date":
            return models.DateField(null=True)
        return models.BooleanField(null=True) if kind == "flag" else models.TextField(null=True)

    def sql(self, field: CustomField) -> Any:
        return built(field).sql

    def from_text(self, text: str, field: CustomField, user: Any = None) -> Any:
        raise ValueError(_("This is worked out by a formula; leave it out of the file."))

    def value(self, instance: Any, field: CustomField) -> Any:
        """Rows that were read for a user bring it along; of others it is asked for."""
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        return rows.values_list(self.sql(field), flat=True).first()

    def words(self, value: Any, field: CustomField) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, Decimal):
            return number_format(plain(value), use_l10n=True, force_grouping=True)
        return days.day(value) if hasattr(value, "isoformat") else str(value)

    def written(self, value: Any, field: CustomField) -> Any:
        return plain(value) if isinstance(value, Decimal) else value

    def filter(self, field: CustomField) -> Filter | None:
        kinds = {
            "number": DecimalFilter, "date": DateFilter, "flag": ChoiceFilter, "text": TextFilter,
        }  # fmt: skip
        return kinds[built(field).type](field=field.name, own=self.column(field))


def built(field: CustomField) -> Built:
    """The field's formula as SQL; one that cannot be read any more is empty text."""
    try:
        return build_of(field)
    except RuleBroken:
        return Built("text", models.Value(None, output_field=models.TextField()), is_steady=False)


def build_of(field: CustomField, above: tuple[str, ...] = ()) -> Built:
    """The same; RuleBroken says why it cannot be read. `above` are the formulas that read it."""
    if field.name in above:
        raise wrong(_("This formula reads itself."))
    if len(above) >= DEEPEST:
        raise wrong(_("Formulas read each other at most %(most)s deep.") % {"most": DEEPEST})
    fields = shape_of(field.record).by_name

    def value_of(name: str) -> Value | None:
        found = field if name == field.name else fields.get(name)
        return None if found is None else _value(found, (*above, field.name))

    return build(field.formula, value_of)


def reads(field: CustomField) -> set[str]:
    """Names of the fields that a formula reads, through other formulas as well."""
    fields = shape_of(field.record).by_name
    found: set[str] = set()
    waiting = references(field.formula)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            other = fields.get(name)
            waiting += references(other.formula) if other and other.formula else []
    return found


def _value(field: CustomField, above: tuple[str, ...]) -> Value | None:
    if field.kind == FormulaKind.code:
        inner = build_of(field, above)
        return Value(inner.type, inner.sql, is_steady=inner.is_steady)
    kind = OF_KIND.get(field.kind)
    if kind is None:
        return None
    sql = of(field).sql(field)
    return Value(kind, exact(sql) if kind == "number" else sql)
