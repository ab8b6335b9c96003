"""What the audit says of webhooks (V3, W2)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tenants.vocabulary import Fact, Vocabulary
from tenants.webhooks import kinds
from tenants.webhooks.models import Endpoint


def events_in_words(codes: Sequence[str]) -> str:
    """Each event as the form calls it."""
    words = {code: f"{noun} {word}" for noun, events in kinds.choices() for code, word in events}
    return ", ".join(words[code] for code in codes if code in words)


webhook = Vocabulary(
    subject="tenants.webhook",
    label=_("Webhook"),
    model=Endpoint,
    fields=("url",),
    facts={
        "url": Fact(label=_("Address")),
        "events": Fact(
            label=_("Events"), say=events_in_words, like=["base.customer.create"], is_list=True
        ),
        "access_role": Fact(label=_("Role"), say=str, like="영업 담당"),
        "count": Fact(label=_("Deliveries"), like=3),
    },
    deeds={
        "tenants.webhook.renew": _("Secret of a webhook renewed"),
        "tenants.webhook.replay": _("Deliveries sent again"),
    },
)
