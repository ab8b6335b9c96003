"""What a company may ask of the values of its own fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dangol.records.custom import inputs
from dangol.records.custom.kinds.numbers import DECIMALS
from dangol.records.custom.kinds.texts import Shape
from tenants.customising.queries.fields import targets


@dataclass(frozen=True)
class Rule:
    """One rule, and what asks for it for a kind of field (code).

    is_fixed  said once, when the field is made, and needed: the values that are kept depend on it
    """

    label: Any
    help: Any
    ask: Callable[[str], forms.Field]
    is_fixed: bool = False


def _limit(kind: str) -> forms.Field:
    return inputs.Day() if kind == "date" else inputs.Figure(DECIMALS if kind == "number" else 0)


def has_signs(shape: str) -> None:
    """ValidationError for a pattern that only one text would fit, such as a regular expression."""
    if not set(shape) & set(Shape.SIGNS):
        raise ValidationError(
            _("Nothing in it stands for something: 9 is a digit, A a letter, * anything.")
        )


def _types(kind: str) -> forms.Field:
    types = [(code, record.label) for code, record in targets().items()]
    return forms.ChoiceField(choices=types)


RULES: dict[str, Rule] = {
    "most": Rule(
        _("At most … characters"), "",
        lambda kind: forms.IntegerField(min_value=1, max_value=4_000 if kind == "long" else 200),
    ),
    "shape": Rule(
        _("Pattern"), _("9 is a digit, A a letter, * anything: AA-9999."),
        lambda kind: forms.CharField(max_length=40, validators=[has_signs]),
    ),
    "masked": Rule(
        _("Shown masked"), _("Only the last four digits are shown, such as of an account number."),
        lambda kind: forms.BooleanField(),
    ),
    "decimals": Rule(
        _("Decimals"), "", lambda kind: forms.IntegerField(min_value=0, max_value=DECIMALS)
    ),
    "min": Rule(_("Not below"), "", _limit),
    "max": Rule(_("Not above"), "", _limit),
    "yearly": Rule(
        _("Comes again every year"), _("Such as a birthday: lists find it by its month."),
        lambda kind: forms.BooleanField(),
    ),
    "due": Rule(
        _("Falls due on this day"), _("Whoever has the record is told in the morning."),
        lambda kind: forms.BooleanField(),
    ),
    "target": Rule(_("Leads to records of"), "", _types, is_fixed=True),
}  # fmt: skip
