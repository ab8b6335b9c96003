"""What one says with a screen, and to whom (A30)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.hints.models import LONGEST_ANSWER, LONGEST_NOTE
from tenants.hints.queries import receivers


class ReceiversField(forms.MultipleChoiceField):
    """Codes of people and departments. Who among them still works here is asked when it is sent:
    somebody may have left since the form was opened."""

    def valid_value(self, value: Any) -> bool:
        return receivers.is_code(str(value))


class HintForm(forms.Form):
    """The form of the drawer; `at` is the address that the browser shows."""

    at = forms.CharField(widget=forms.HiddenInput, max_length=2_000, required=False)
    to = ReceiversField(
        label=_("To whom"),
        error_messages={
            "required": _("Choose who is to be told."),
            "invalid_choice": _("This is nobody who can be told. Choose from the list."),
        },
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    by_app = forms.BooleanField(label=_("In Dangol"), required=False, initial=True)
    by_mail = forms.BooleanField(label=_("By mail, at once"), required=False)
    wants_confirmation = forms.BooleanField(label=_("Please confirm"), required=False)

    def clean_to(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["to"]))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not (values.get("by_app") or values.get("by_mail")):
            self.add_error("by_app", _("Choose how it is told."))
        return values

    def offered(self, among: Collection[tuple[str, str]]) -> dict[str, Any]:
        """What the choice of receivers is drawn from: all of them, and those that are chosen."""
        chosen = self["to"].value() or []
        return {"options": among, "values": [str(each) for each in chosen]}


class AnswerForm(forms.Form):
    """One line back to whoever showed the screen."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST_ANSWER,
        error_messages={"required": _("Write an answer first.")},
    )
