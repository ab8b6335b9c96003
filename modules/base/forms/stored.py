"""Values that people write in many ways and that are stored in one (B2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError

from dangol.records.text import clean_line
from modules.base import values

T = TypeVar("T")


def stored(form: forms.BaseForm, name: str, convert: Callable[[str], T]) -> T:
    """The field's value as it is stored; ValidationError with what to write instead."""
    try:
        return convert(clean_line(form.cleaned_data[name]))
    except ValueError as error:
        raise ValidationError(str(values.PROBLEMS[str(error)]), code=str(error)) from error
