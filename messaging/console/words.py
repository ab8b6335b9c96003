"""What the audit says of provider accounts (V3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from messaging.dispatch.models import Maintenance, ProviderAccount
from tenants.vocabulary import Fact, Vocabulary

FIELDS = ("name", "channel", "kind", "priority", "rate", "per_domain", "paused")

account = Vocabulary(
    subject="sending.account",
    label=_("Provider account"),
    model=ProviderAccount,
    fields=FIELDS,
    facts={
        "name": Fact(label=_("Name")),
        "channel": Fact(label=_("Channel")),
        "kind": Fact(label=pgettext_lazy("sending", "Provider")),
        "priority": Fact(label=_("Priority")),
        "rate": Fact(label=_("Messages a second at most")),
        "per_domain": Fact(label=_("Lines to one mail domain at most")),
        "paused": Fact(label=_("Paused")),
        "connection": Fact(label=_("Connection"), words={"changed": _("changed")}),
    },
    deeds={
        "sending.account.add": _("Provider account added"),
        "sending.account.edit": _("Provider account changed"),
        "sending.account.pause": _("Provider account paused"),
        "sending.account.resume": _("Provider account goes on"),
    },
)

maintenance = Vocabulary(
    subject="sending.maintenance",
    label=_("Maintenance hours"),
    model=Maintenance,
    fields=(),
    facts={"hours": Fact(label=_("Hours"))},
    deeds={"sending.maintenance.edit": _("Maintenance hours changed")},
)
