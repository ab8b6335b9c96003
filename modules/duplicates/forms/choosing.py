"""Naming the other record of a merge (B21)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.links.naming import LinkField
from modules.duplicates.kinds import Mergeable


class OtherForm(forms.Form):
    """Which record is the same one."""

    def __init__(self, mergeable: Mergeable, user: Any, data: Any = None) -> None:
        super().__init__(data)
        other = LinkField(
            mergeable.code, label=_("Is the same as"),
            help_text=_("Write a name, a number or a mail address, and choose from the list."),
        )  # fmt: skip
        other.for_user(user)
        self.fields["other"] = other
