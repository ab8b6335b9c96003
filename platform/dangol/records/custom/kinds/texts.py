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


MASK, OPEN = "•", 4
"""What stands for a hidden letter or digit; so many at the end are shown."""


def masked(text: str) -> str:
    """An account number as others may see it: •••-•••-••5678. Marks between digits stay."""
    hidden = sum(each.isalnum() for each in text) - OPEN
    found = []
    for each in text:
        hidden -= each.isalnum()
        found.append(MASK if each.isalnum() and hidden >= 0 else each)
    return "".join(found)


def refuse_mask(text: str) -> None:
    """ValidationError for what was shown masked and comes back: it would overwrite the number."""
    if MASK in text:
        raise ValidationError(
            _("This is only how the number is shown. Write all of it, or leave it as it was."),
            code="masked",
        )


class TextKind(Kind):
    code, icon = "text", "type"
    label = pgettext_lazy("kind of field", "Text")
    example = gettext_lazy("Membership number, nickname")
    rules: ClassVar[tuple[str, ...]] = ("most", "shape", "masked")
    is_searchable = can_be_unique = True
    filtered_by = TextFilter

    def of_type(self, field: CustomField) -> models.Field[Any, Any]:
        return models.CharField(max_length=field.rule("most") or MOST, null=True)

    def sql(self, field: CustomField) -> Any:
        return kept_text(field)

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        checks: list[Any] = [Shape(field.rule("shape"))] if field.rule("shape") else []
        checks += [refuse_mask] if field.rule("masked") else []
        return forms.CharField(max_length=field.rule("most") or MOST, validators=checks)

    def words(self, value: Any, field: CustomField) -> str:
        return masked(value) if field.rule("masked") else str(value)

    def written(self, value: Any, field: CustomField) -> Any:
        """A file that is taken away holds no more than the screen shows."""
        return masked(value) if field.rule("masked") else value


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
