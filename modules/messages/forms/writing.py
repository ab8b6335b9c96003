"""What one writes to colleagues (A26)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.links.naming import LinkField
from modules.messages.models.message import LONGEST_SUBJECT, LONGEST_TEXT
from modules.messages.services.sending import Draft
from tenants.hints.forms import ReceiversField
from tenants.people.models import User


class MessageForm(forms.Form):
    """Receivers and a subject are enough."""

    to = ReceiversField(
        label=_("To whom"),
        error_messages={
            "required": _("Choose who is to get it."),
            "invalid_choice": _("This is nobody who can be told. Choose from the list."),
        },
    )
    subject = forms.CharField(
        label=_("Subject"), max_length=LONGEST_SUBJECT,
        error_messages={"required": _("Write a subject.")},
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("message", "Text"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip
    customer = LinkField("base.customer", label=_("About customer"), required=False)
    reserved_at = forms.DateTimeField(
        label=_("Send later"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty sends it at once. A reserved message can be cancelled until it leaves."),
    )
    answers = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["customer"].for_user(user)  # type: ignore[attr-defined]

    def offered(self, among: Collection[tuple[str, str]]) -> dict[str, Any]:
        """What the choice of receivers is drawn from: all of them, and those that are chosen."""
        return {"options": among, "values": [str(each) for each in self["to"].value() or []]}

    def draft(self, uploads: list[Any], answers: UUID | None) -> Draft:
        """What was written, once the form is valid."""
        values = self.cleaned_data
        customer = values["customer"]
        at: datetime | None = values["reserved_at"]
        return Draft(
            to=list(dict.fromkeys(values["to"])),
            subject=values["subject"],
            text=values["text"],
            customer=getattr(customer, "pk", customer) or None,
            answers=answers,
            reserved_at=at,
            files=uploads,
        )
