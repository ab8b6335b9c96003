"""Naming whom a material is about (A20)."""

from __future__ import annotations

from typing import Any

from django import forms

from dangol.access import user_can
from dangol.records.links.naming import LinkField
from modules.materials.about import COLUMNS, LABELS


class AboutForm(forms.Form):
    """A customer, an account or both, among the types that the user may see."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, column in COLUMNS.items():
            if user_can(user, f"{code}.view"):
                field = LinkField(code, label=LABELS[column], required=False)
                field.for_user(user)
                self.fields[column] = field

    def chosen(self) -> list[Any]:
        """The records that were named, once the form is valid."""
        return [each for each in self.cleaned_data.values() if each is not None]
