"""What the audit says of senders (V3, S1)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from messaging.dispatch.models import SenderNumber
from messaging.senders.models import MailAddress, MailDomain
from tenants.vocabulary import Fact, Vocabulary, day

domain = Vocabulary(
    subject="messaging.domain",
    label=_("Sender domain"),
    model=MailDomain,
    fields=("state",),
    facts={"state": Fact(label=_("State"))},
    deeds={"messaging.domain.move": _("State of the domain changed")},
)

sender = Vocabulary(
    subject="messaging.sender",
    label=_("Sender address"),
    model=MailAddress,
    fields=("name",),
    facts={"replies_to": Fact(label=_("Replies go to"), say=str, like="ceo@hanbit.example")},
    deeds={
        "messaging.sender.confirm": _("Sender address confirmed"),
        "messaging.sender.prefer": _("Usual sender chosen"),
        "messaging.sender.replies": _("Address for replies chosen"),
    },
)

number = Vocabulary(
    subject="messaging.number",
    label=_("Sender number"),
    model=SenderNumber,
    fields=("holder",),
    facts={
        "state": Fact(label=_("State"), words=dict(SenderNumber.State.choices), like="approved"),
        "reason": Fact(label=_("Reason"), say=str, like="서류의 명의가 달라요"),
        "until": Fact(label=_("May be used until"), say=day, like="2028-11-28"),
        "file": Fact(label=_("Document"), say=str, like="증명원.pdf"),
    },
    deeds={
        "messaging.number.ask": _("Sender number registered"),
        "messaging.number.open": _("Document of a sender number opened"),
        "messaging.number.refuse": _("Sender number refused"),
        "messaging.number.prefer": _("Usual sender chosen"),
    },
)
