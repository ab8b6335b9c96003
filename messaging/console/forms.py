"""The form of a provider account: what all have in common, and what its kind needs (S1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.forms.base import PlainText
from messaging.dispatch.models import ProviderAccount
from tenants.forms.records import DAY

Kind = ProviderAccount.Kind
SECURITY = (
    ("starttls", _("STARTTLS, usually port 587")),
    ("tls", _("TLS from the start, usually port 465")),
    ("none", _("None: only within one's own network")),
)
CONFIG: dict[str, tuple[str, ...]] = {
    Kind.ENVIRONMENT: (),
    Kind.SMTP: ("host", "port", "security", "user"),
    Kind.SES: ("region", "key_id", "events", "topic", "endpoint"),
    Kind.SNS: ("region", "key_id", "sender_id", "endpoint"),
    Kind.GATEWAY: ("address",),
    Kind.SINK: (),
}
"""What each kind is told, by the names of this form's fields."""
NEEDED: dict[str, tuple[str, ...]] = {
    Kind.SMTP: ("host",), Kind.SES: ("region",), Kind.SNS: ("region",), Kind.GATEWAY: ("address",),
}  # fmt: skip
SECRET = (Kind.SMTP, Kind.SES, Kind.SNS, Kind.GATEWAY)


class AccountForm(forms.Form):
    """One account. `secret` is never shown again; left empty it stays as it was."""

    field_order = (
        "name", "host", "port", "security", "region", "address", "user", "key_id", "secret",
        "events", "topic", "sender_id", "endpoint", "priority", "rate", "per_domain",
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=40)
    priority = forms.IntegerField(
        label=_("Priority"), min_value=1, max_value=999, initial=100,
        help_text=_("The smallest is used. Equal ones share the work, the others stand by."),
    )  # fmt: skip
    rate = forms.IntegerField(
        label=_("Messages a second at most"), min_value=0, max_value=100_000, initial=0,
        help_text=_("0 is without limit."),
    )  # fmt: skip
    per_domain = forms.IntegerField(
        label=_("Lines to one mail domain at most"), min_value=0, max_value=64, initial=0,
        help_text=_("0 is without limit."), required=False,
    )  # fmt: skip
    host = forms.CharField(label=_("Mail server"), max_length=200, required=False)
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65_535, initial=587, required=False
    )
    security = forms.ChoiceField(label=_("Security"), choices=SECURITY, required=False)
    user = forms.CharField(label=_("User"), max_length=200, required=False)
    region = forms.CharField(
        label=_("Region"), max_length=40, required=False, initial="ap-northeast-2"
    )
    key_id = forms.CharField(
        label=_("Access key ID"), max_length=128, required=False,
        help_text=_("Empty: the role of the machine."),
    )  # fmt: skip
    events = forms.CharField(
        label=_("Configuration set"), max_length=64, required=False,
        help_text=_("Reports deliveries, bounces and complaints back."),
    )  # fmt: skip
    topic = forms.RegexField(
        r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]{1,256}$",
        label=_("SNS topic of the reports"), max_length=400, required=False,
        error_messages={
            "invalid": _("Copy the whole ARN of the topic: arn:aws:sns:region:account:name."),
        },
    )  # fmt: skip
    sender_id = forms.CharField(label=_("Sender ID"), max_length=11, required=False)
    endpoint = forms.URLField(
        label=_("Address of the service"), required=False, assume_scheme="https",
        help_text=_("Empty: Amazon's own."),
    )  # fmt: skip
    address = forms.URLField(
        label=_("Address of the gateway"), required=False, assume_scheme="https"
    )
    secret = forms.CharField(
        label=_("Password or key"), max_length=500, required=False, strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kept sealed and never shown again."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, has_secret: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.kind = kind
        unused = {name for names in CONFIG.values() for name in names} - set(CONFIG[kind])
        if kind not in SECRET:
            unused.add("secret")
        if kind != Kind.SMTP:
            unused.add("per_domain")
        for name in unused:
            del self.fields[name]
        for name in NEEDED.get(kind, ()):
            self.fields[name].required = True
        if has_secret:
            self.fields["secret"].help_text = _("Leave it empty to keep the one that is there.")

    @classmethod
    def of(cls, account: ProviderAccount, posted: Any = None) -> AccountForm:
        """The form of an account, filled with what holds now."""
        initial = {
            "name": account.name or account.code, "priority": account.priority,
            "rate": account.rate, "per_domain": account.per_domain, **account.config,
        }  # fmt: skip
        return cls(posted, initial=initial, kind=account.kind, has_secret=bool(account.secret))

    def values(self) -> dict[str, Any]:
        """The account's columns as entered."""
        data = self.cleaned_data
        return {
            "name": data["name"], "priority": data["priority"], "rate": data["rate"],
            "per_domain": data.get("per_domain") or 0,
            "config": {name: data[name] for name in CONFIG[self.kind] if data[name]},
        }  # fmt: skip

    @property
    def entered_secret(self) -> str:
        """The password or key; "" where the one that is there stays."""
        return str(self.cleaned_data.get("secret", ""))


class ApprovalForm(forms.Form):
    """Until when a sender number may be used."""

    until = forms.DateField(label=_("May be used until"), widget=DAY)


class ReasonForm(PlainText, forms.Form):
    """Why a sender number is refused or withdrawn: the company reads it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("The company reads it: what is wrong, and what to bring."),
    )  # fmt: skip
