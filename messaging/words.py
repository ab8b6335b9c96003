"""What the audit says of sends and of what comes back from providers and recipients (V3, S9)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils.dateparse import parse_duration
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from messaging.content.text import FIELD
from messaging.models import Message, Send
from messaging.ports import audience
from messaging.reasons import WITHDRAWALS
from messaging.services.sends import EDITABLE
from tenants.vocabulary import Fact, Vocabulary


def people(query: Any) -> str:
    """The sentence of an audience, as the page of its send says it."""
    try:
        return audience().describe(query)
    except (RuleBroken, AttributeError, IndexError):  # of a module that has gone, or changed since
        return gettext("Conditions that can no longer be read")


def with_labels(text: str) -> str:
    """A text with the labels of its merge fields, as its preview shows them without a customer."""
    labels = audience().merge_fields()

    def said(found: re.Match[str]) -> str:
        return gettext("(%(label)s)") % {"label": labels.get(found.group(1), found.group(1))}

    return FIELD.sub(said, text)


def lasting(value: str) -> str:
    minutes = (parse_duration(value) or timedelta()) // timedelta(minutes=1)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": figures.number(minutes)}


def to_the_minute(value: str) -> str:
    """A time of day without its seconds."""
    return value[:5]


def outcomes(counts: dict[str, int]) -> str:
    """{state: rows} in words: 접수 12, 실패 1."""
    labels = dict(Message.State.choices)
    said = (f"{labels[state]} {figures.number(count)}" for state, count in counts.items())
    return ", ".join(said) or figures.NOTHING


send = Vocabulary(
    subject="messaging.send",
    label=pgettext_lazy("noun", "Send"),
    model=Send,
    fields=(*EDITABLE, "status", "reason", "scheduled_at"),
    facts={
        "name": Fact(label=_("Name")),
        "channel": Fact(label=_("Channel")),
        "subject": Fact(label=_("Subject"), say=with_labels, like="{{ name }}님께"),
        "body": Fact(
            label=pgettext_lazy("message", "Text"), say=with_labels, like="{{ name }}님께"
        ),
        "advertising": Fact(label=_("Advertising")),
        "sender_name": Fact(label=_("Sender's name")),
        "sender_address": Fact(label=_("Sender's mail address")),
        "sender_number": Fact(label=_("Sender's number"), say=figures.phone, like="0808701234"),
        "opt_out_number": Fact(
            label=_("Free opt-out number (080)"), say=figures.phone, like="0808701234"
        ),
        "audience": Fact(label=_("Recipients"), say=people),
        "grace": Fact(label=_("May start late by"), say=lasting),
        "hours_from": Fact(label=_("Leaves from"), say=to_the_minute, like="09:00:00"),
        "hours_to": Fact(label=_("Leaves until"), say=to_the_minute, like="18:00:00"),
        "per_hour": Fact(label=_("Messages an hour at most")),
        "status": Fact(label=_("State")),
        "reason": Fact(label=_("Reason")),
        "scheduled_at": Fact(label=_("Reserved for")),
    },
    deeds={"messaging.send.move": _("State of the send changed")},
)

message = Vocabulary(
    subject="messaging.message",
    label=_("Message"),
    facts={"source": Fact(label=pgettext_lazy("consent", "By"), words=WITHDRAWALS)},
    deeds={"messaging.consent.withdraw": _("Recipient unsubscribed")},
)

delivery = Vocabulary(
    subject="messaging.delivery",
    label=_("Delivery file"),
    facts={
        "entries": Fact(label=_("Lines"), like=12),
        "resolved": Fact(label=_("Settled"), say=outcomes, like={"accepted": 12, "rejected": 1}),
        "refunded": Fact(label=_("Refunded"), like=1),
        "known": Fact(label=_("Known before"), like=3),
        "unlisted": Fact(label=_("Not named by the file"), like=0),
        "unmatched": Fact(label=_("Of no message"), like=2),
        "verdict": Fact(
            label=_("Said of them"), words={"taken": _("taken"), "never": _("never taken")}
        ),
        "messages": Fact(label=_("Messages"), like=2),
    },
    deeds={"messaging.delivery.settle": _("Unconfirmed messages settled by an operator")},
)
