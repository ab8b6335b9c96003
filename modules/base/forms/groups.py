"""The form of a group, and the one that puts customers into one (B26)."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.forms.conditions import ConditionsField
from dangol.records.text import clean_line
from modules.base.models import Group
from tenants.forms.records import OwnedForm

OF_DYNAMIC = {"field": "kind", "is": "is_in", "values": [Group.Kind.DYNAMIC.value]}


class GroupForm(OwnedForm):
    """A name is enough; whoever fits the conditions is in a dynamic one."""

    query = ConditionsField(
        "base.customer", label=_("Who is in it"), max_length=2000, required=False
    )

    class Meta:
        model = Group
        fields = ("name", "kind", "query", "owner", "memo")
        widgets = {"memo": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "query" in self.fields:
            when = json.dumps(OF_DYNAMIC)
            self.fields["query"].widget.attrs |= {
                "data-shown-when": when, "data-required-when": when,
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Conditions of a group of chosen customers are not asked for, so they are not refused."""
        cleaned = super().clean()
        if cleaned.get("kind") == Group.Kind.STATIC and self.errors.pop("query", None):
            cleaned["query"] = ""
        return cleaned


class ChooseForm(forms.Form):
    """Which group; or the name of a new one, and what it is to be."""

    name = forms.CharField(label=_("Name of the new group"), max_length=60)
    kind = forms.ChoiceField(
        label=_("Kind of group"), choices=Group.Kind, widget=forms.RadioSelect,
        initial=Group.Kind.STATIC,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, may_follow: bool) -> None:
        """`may_follow`: all that a list finds were chosen, so the group can follow the list."""
        super().__init__(data)
        if not may_follow:
            del self.fields["kind"]

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])
