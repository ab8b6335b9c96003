"""The forms of a project: its plan, its content, and the start of its send (G4, G17, G19)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.forms.base import PlainText
from dangol.records.forms.whole_numbers import WholeNumberField
from messaging import addresses
from messaging.content import merge
from messaging.forms import HoursForm
from messaging.models import Send
from messaging.senders.forms import SenderField
from messaging.senders.queries import allowed
from messaging.services.sends import MERGED
from modules.base import values
from modules.campaign.forms.campaigns import DAY
from modules.campaign.models import Project

LONGEST_BODY = 50_000
"""Characters; far above any mail that people read, far below what a request may carry."""


class PlanForm(PlainText, forms.ModelForm):
    """Name, type and period of a project."""

    class Meta:
        model = Project
        fields: tuple[str, ...] = ("name", "kind", "starts_on", "ends_on")
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {"starts_on": DAY, "ends_on": DAY}


class NewProjectForm(PlanForm):
    """The same with the medium, which stays."""

    class Meta(PlanForm.Meta):
        fields = ("medium", "name", "kind", "starts_on", "ends_on")
        widgets = {**PlanForm.Meta.widgets, "medium": forms.HiddenInput}


class ContentForm(PlainText, forms.ModelForm):
    """What both media have; rules of sending are asked when it is checked.

    After validation `instance` is the send as it would be; an input that is wrong stays as it was.
    The writer reads merge fields in his language; the values have their codes.
    """

    advertising = forms.BooleanField(
        label=_("This is advertising"),
        required=False,
        help_text=_("Label and opt-out are added, and only those who consented get it."),
    )
    body = forms.CharField(
        label=pgettext_lazy("message", "Text"),
        required=False,
        max_length=LONGEST_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MERGED:
            if name in self.fields:
                self.initial[name] = merge.told(merge.canonical(self.initial[name]))

    def clean_body(self) -> str:
        return merge.canonical(self.cleaned_data["body"])

    def values(self) -> dict[str, Any]:
        """The cleaned values."""
        return dict(self.cleaned_data)


class MailForm(ContentForm):
    """A mail: who sends it, its subject and its text."""

    sender_address = SenderField(label=_("Sender's mail address"), required=False)

    class Meta:
        model = Send
        fields = ("sender_address", "sender_name", "subject", "body", "advertising")
        labels = {"sender_name": _("Sender's name"), "subject": _("Subject")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = addresses.normal(Send.Channel.EMAIL, self.instance.sender_address)
        self.initial["sender_address"] = present
        sender: SenderField = self.fields["sender_address"]  # type: ignore[assignment]
        sender.offer(Send.Channel.EMAIL, present)

    def clean_subject(self) -> str:
        return merge.canonical(self.cleaned_data["subject"])

    def clean(self) -> dict[str, Any]:
        """Without a name of its own, the mail has that of its sender."""
        cleaned = super().clean()
        if not cleaned.get("sender_name"):
            chosen = cleaned.get("sender_address")
            known = {each.value: each.name for each in allowed.choices(Send.Channel.EMAIL)}
            cleaned["sender_name"] = known.get(chosen or "", "")
        return cleaned


class TextMessageForm(ContentForm):
    """A text message: its numbers and its text."""

    sender_number = SenderField(label=_("Sender's number"), required=False)

    class Meta:
        model = Send
        fields = ("sender_number", "sender_name", "opt_out_number", "body", "advertising")
        labels = {
            "sender_name": _("Sender's name"),
            "opt_out_number": _("Free opt-out number (080)"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["rows"] = 7
        present = addresses.normal(Send.Channel.SMS, self.instance.sender_number)
        self.initial["sender_number"] = present
        sender: SenderField = self.fields["sender_number"]  # type: ignore[assignment]
        sender.offer(Send.Channel.SMS, present)

    def clean_opt_out_number(self) -> str:
        try:
            return values.phone(self.cleaned_data["opt_out_number"])
        except ValueError as error:
            raise ValidationError(str(values.PROBLEMS[str(error)]), code=str(error)) from error


def content_form(project: Project, data: Any = None) -> ContentForm:
    """The content form of the project's medium."""
    form = MailForm if project.is_mail else TextMessageForm
    return form(data, instance=project.send)


class StartForm(forms.Form):
    """Now: the typed number of recipients, and how far the money must go."""

    confirmed = WholeNumberField(label=_("Number of recipients"), required=False)
    funding = forms.ChoiceField(choices=Send.Funding, initial=Send.Funding.FULL, required=False)

    def clean_funding(self) -> str:
        return str(self.cleaned_data["funding"] or Send.Funding.FULL)


class ReserveForm(forms.Form):
    """Later: day and time, in the company's zone, and the typed number of recipients.

    The time stands beside the question that asks for the number, and belongs to its form.
    """

    scheduled_at = forms.DateTimeField(
        label=_("Start"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "form": "reserve-form"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    confirmed = WholeNumberField(label=_("Number of recipients"), required=False)
    funding = forms.ChoiceField(choices=Send.Funding, initial=Send.Funding.FULL, required=False)

    def clean_funding(self) -> str:
        return str(self.cleaned_data["funding"] or Send.Funding.FULL)


class PaceForm(HoursForm):
    """At what hours it leaves, and how many an hour (S5)."""

    per_hour = WholeNumberField(
        label=_("Messages an hour at most"), required=False, max_value=1_000_000,
        help_text=_("Empty: as fast as possible. For a call centre or a shop that must keep up."),
    )  # fmt: skip

    @classmethod
    def of(cls, send: Send, posted: Any = None) -> PaceForm:
        """The form as the draft has it."""
        facts = {"begins": send.hours_from, "ends": send.hours_to}
        return cls(posted, initial={**facts, "per_hour": send.per_hour or None})

    def values(self) -> dict[str, Any]:
        """The draft's columns as entered."""
        data = self.cleaned_data
        return {
            "hours_from": data["begins"],
            "hours_to": data["ends"],
            "per_hour": data["per_hour"] or 0,
        }


class TestForm(forms.Form):
    """Where a test goes."""

    address = forms.CharField(max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"}))
