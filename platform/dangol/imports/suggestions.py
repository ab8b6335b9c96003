"""What a cell that cannot be read was probably meant to say (U5)."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django import forms

from dangol.imports.cells import choice_words
from dangol.records.declaration import Record
from dangol.records.forms.base import fields_for


def suggest(record: Record, user: Any, reason: str, text: str) -> str:
    """A better text for a cell that was refused for this reason; "" when there is none."""
    found = record.imports.suggest(reason, text)
    problem, _colon, name = reason.partition(":")
    if found or problem != "choice_unknown":
        return found
    field = fields_for(record, user).get(name)
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.MultipleChoiceField):
        return ""
    near = get_close_matches(text, choice_words(field), n=1, cutoff=0.6)
    return near[0] if near else ""
