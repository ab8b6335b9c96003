"""The forms of senders: a domain, an address, a number with its documents (S1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangol.i18n import figures
from dangol.records.forms.base import PlainText
from messaging import addresses
from messaging.models import Send
from messaging.senders.queries import allowed

ACCEPT = "application/pdf,image/png,image/jpeg,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.zip"


class DomainForm(PlainText, forms.Form):
    """The name alone; whether it is one says the service."""

    name = forms.CharField(
        label=_("Domain"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"placeholder": "company.co.kr", "autocomplete": "off", "inputmode": "url"}
        ),
        help_text=_("What stands behind the @ of your mail addresses."),
    )


class AddressForm(PlainText, forms.Form):
    """An address with the name that recipients read."""

    address = forms.CharField(
        label=_("Sender's mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"placeholder": "news@company.co.kr", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Sender's name"), max_length=40, help_text=_("Recipients read it as the sender.")
    )


class NameForm(PlainText, forms.Form):
    """The name of an address that is there."""

    name = AddressForm.base_fields["name"]


class Documents(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class DocumentsField(forms.FileField):
    """The chosen files; whether they can be kept says the service."""

    widget = Documents(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(DocumentsField, self).clean(each, initial) for each in chosen if each]


class NumberForm(PlainText, forms.Form):
    """A number, whose it is, what for, and the documents."""

    number = forms.CharField(
        label=_("Sender's number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"placeholder": "02-339-7020", "inputmode": "tel", "autocomplete": "off"}
        ),
        help_text=_("With the area code and without a country code; 15xx, 16xx and 18xx alone."),
    )
    holder = forms.CharField(
        label=_("Holder of the number"),
        max_length=60,
        help_text=_(
            "As the document writes it. Someone else's number needs their power of attorney."
        ),
    )
    label = forms.CharField(label=_("Used for"), max_length=40, required=False)
    documents = DocumentsField(
        label=_("Documents"),
        required=False,
        help_text=_(
            "The certificate of service of your telecom company, not older than 30"
            " days: PDF or picture, up to 5 files."
        ),
    )


class SenderField(forms.ChoiceField):
    """One of the company's senders. One that is set and that may not be used any more stays
    in the list, marked, so that nothing is chosen unnoticed."""

    default_error_messages = {
        "invalid_choice": _("This sender may not be used. Choose one from the list."),
    }

    channel = ""

    def to_python(self, value: Any) -> str:
        return addresses.normal(self.channel, super().to_python(value))

    def offer(self, channel: str, present: str, *, may_be_none: bool = False) -> None:
        """The senders of the channel beside the `present` one; none where none is set, or may be
        none."""
        self.channel = channel
        known = [(each.value, each.words) for each in allowed.choices(channel)]
        if present and present not in dict(known):
            shown = figures.phone(present) if channel == Send.Channel.SMS else present
            known.insert(0, (present, gettext("%(sender)s · not verified") % {"sender": shown}))
        self.choices = known if present and not may_be_none else [("", "—"), *known]
