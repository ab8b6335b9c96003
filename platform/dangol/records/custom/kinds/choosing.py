"""Codes to choose from, one or several, and yes or no."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.custom.definitions import CustomField
from dangol.records.custom.filters import HeldFilter
from dangol.records.custom.inputs import OneCode, SomeCodes, YesNo
from dangol.records.custom.kinds.base import Kind, kept_text
from dangol.records.filters.base import Filter
from dangol.records.filters.choices import ChoiceFilter

LONGEST = 60
"""Characters of a code."""
YES = frozenset(("yes", "y", "true", "1", "o", "예", "네"))
NO = frozenset(("no", "n", "false", "0", "x", "", "아니요", "아니오"))


class FlagKind(Kind):
    code, icon = "flag", "square-check"
    label = gettext_lazy("Yes or no")
    example = gettext_lazy("Contract signed")
    filtered_by = ChoiceFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.BooleanField(null=True)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return YesNo()

    def typed(self, text: str, field: CustomField) -> Any:
        said = text.lower()
        if said in YES or said in NO:
            return said in YES
        raise ValidationError(_("Write yes or no."))

    def words(self, value: Any, field: CustomField) -> str:
        return _("Yes") if value else _("No")


class ChoiceKind(Kind):
    code, icon = "choice", "circle-dot"
    label = gettext_lazy("Choice")
    example = gettext_lazy("One of a list")
    is_searchable = True
    has_default = False
    filtered_by = ChoiceFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.CharField(max_length=LONGEST, null=True, choices=choices(field))

    def sql(self, field: CustomField) -> Any:
        return kept_text(field)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return OneCode(field.codes)

    def typed(self, text: str, field: CustomField) -> Any:
        return code_called(text, field)

    def words(self, value: Any, field: CustomField) -> str:
        return dict(choices(field)).get(value, str(value))


class ChoicesKind(Kind):
    code, icon = "choices", "list-checks"
    label = gettext_lazy("Several choices")
    example = gettext_lazy("Interests, certificates")
    is_ordered = has_default = False
    is_searchable = True

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.JSONField(null=True)

    def sql(self, field: CustomField) -> Any:
        return KeyTransform(field.name, "custom")

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return SomeCodes(field.codes)

    def typed(self, text: str, field: CustomField) -> Any:
        return [code_called(each.strip(), field) for each in text.split(",") if each.strip()]

    def kept(self, value: Any) -> Any:
        return list(dict.fromkeys(value or ()))

    def words(self, value: Any, field: CustomField) -> str:
        labels = dict(choices(field))
        return ", ".join(labels.get(code, str(code)) for code in value)

    def written(self, value: Any, field: CustomField) -> Any:
        return self.words(value, field)

    def filter(self, field: CustomField) -> Filter | None:
        return HeldFilter(field=field.name, own=self.column(field), codes=tuple(choices(field)))


def code_called(text: str, field: CustomField) -> str:
    """The code that a text of a file means: by its words in either language, or the code itself."""
    for each in field.codes:
        if text and text in (each.label, each.label_en):
            return each.value
    return text


def choices(field: CustomField) -> list[tuple[str, str]]:
    """(code, words) of every code, those put away as well: records may still have them."""
    return [(each.value, str(each)) for each in field.codes]
