"""The form of a group, and the one that puts customers into one (B26)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.text import clean_line
from modules.base.models import Group
from tenants.forms.records import OwnedForm


class GroupForm(OwnedForm):
    """A name is enough; the conditions of a dynamic one come from the customers' list."""

    class Meta:
        model = Group
        fields = ("name", "kind", "query", "owner", "memo")
        widgets = {"memo": forms.Textarea(attrs={"rows": 3}), "query": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "query" in self.fields:
            self.fields["query"].help_text = _(
                "Of a group of whoever fits: filter the customers' list and choose “Into a group”"
                " there, or write grade=1&owner=none."
            )

    def clean_query(self) -> str:
        return str(self.cleaned_data["query"]).strip().lstrip("?")


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
