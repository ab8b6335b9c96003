"""Texts: one line, or several."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dangol.records.custom.definitions import CustomField
from dangol.records.custom.kinds.base import Kind, kept_text
from dangol.records.filters.base import TextFilter

MOST, MOST_LINES = 200, 4_000
"""Characters of a text, and of one with several lines."""


class TextKind(Kind):
    code, icon = "text", "type"
    label = pgettext_lazy("kind of field", "Text")
    example = gettext_lazy("Membership number, nickname")
    rules: ClassVar[tuple[str, ...]] = ("most", "shape")
    is_searchable = can_be_unique = True
    filtered_by = TextFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.CharField(max_length=field.rule("most") or MOST, null=True)

    def sql(self, field: CustomField) -> Any:
        return kept_text(field)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        checks = [Shape(field.rule("shape"))] if field.rule("shape") else []
        return forms.CharField(max_length=field.rule("most") or MOST, validators=checks)


class LongKind(TextKind):
    code, icon = "long", "text"
    label = gettext_lazy("Long text")
    example = gettext_lazy("Notes in several lines")
    rules = ("most",)
    is_ordered = can_be_unique = False

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.TextField(null=True)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        most = field.rule("most") or MOST_LINES
        return forms.CharField(max_length=most, widget=forms.Textarea(attrs={"rows": 3}))


class Shape:
    """A text must look like a pattern in which 9 is a digit, A a letter, * anything: AA-9999.

    People write patterns, not regular expressions: nothing to get wrong, nothing that runs long.
    """

    SIGNS = {"9": "[0-9]", "A": r"[^\W\d_]", "*": "."}

    def __init__(self, shape: str) -> None:
        self.shape = shape
        self._pattern = re.compile("".join(self.SIGNS.get(sign, re.escape(sign)) for sign in shape))

    def __call__(self, text: str) -> None:
        if not self._pattern.fullmatch(text):
            raise ValidationError(
                _("Write it as %(shape)s: 9 is a digit, A a letter, * anything.")
                % {"shape": self.shape},
                code="shape",
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shape) and other.shape == self.shape

    def __hash__(self) -> int:
        return hash(self.shape)
