"""What one asks when a customer permits something, or refuses it (B13, S8)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records import types
from dangol.records.forms.base import PlainText
from dangol.records.links.naming import LinkField
from dangol.records.rights import may
from modules.base.models import ConsentLine
from tenants.forms.records import DAY, MOMENT, OwnedForm

GIVEN, REFUSED = "given", "refused"


class ConsentForm(PlainText, forms.Form):
    """State, day, source and proof: a consent that nobody can trace is none."""

    state = forms.ChoiceField(
        label=_("Permission"),
        choices=((GIVEN, _("Given")), (REFUSED, _("Refused"))),
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("On which day"), widget=DAY)
    source = forms.CharField(
        label=pgettext_lazy("consent", "Source"),
        max_length=60,
        help_text=_("How one knows: a web form, a call, a paper, an exhibition."),
    )

    proof = forms.CharField(
        label=pgettext_lazy("consent", "Proof"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where one finds it: the number of the paper, the recording, the log."),
    )
    file = forms.FileField(
        label=_("File of the proof"),
        required=False,
        help_text=_("A scan or a picture; it lies with the files of the customer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())


class ConsentLineForm(OwnedForm):
    """The same in the ledger, for any customer and any purpose."""

    customer = LinkField("base.customer", label=_("Customer"), verb="edit")
    said = forms.ChoiceField(
        label=pgettext_lazy("consent", "Answer"),
        choices=((GIVEN, _("Given")), (REFUSED, _("Refused"))),
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(label=pgettext_lazy("consent", "Answered"), widget=MOMENT)
    source = forms.CharField(
        label=pgettext_lazy("consent", "Source"),
        max_length=60,
        help_text=_("How one knows: a web form, a call, a paper, an exhibition."),
    )

    class Meta:
        model = ConsentLine
        fields = ("customer", "purpose", "channel", "said", "at", "source", "proof")
        widgets = {"proof": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("at", clock.now())
        self.user: Any = None

    def for_user(self, user: Any) -> None:
        super().for_user(user)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """What a role closes of the customer is closed here as well."""
        cleaned = super().clean()
        record = types.records()["base.customer"]
        closed = {*record.hidden_from(self.user), *record.locked_for(self.user)}
        if cleaned.get("channel") in closed:
            self.add_error("channel", _("Your role may not change this channel."))
        customer = cleaned.get("customer")
        if customer is not None and self.user and not may(record, self.user, "edit", customer):
            self.add_error("customer", _("Your role lets you see this record, not change it."))
        return cleaned
