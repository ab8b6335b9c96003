"""What the audit says of messages to colleagues (V3, A26)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from modules.messages.models import Message
from modules.messages.services.sending import CODE
from tenants.vocabulary import Fact, Vocabulary


def people(count: int) -> str:
    return ngettext("%(count)s receiver", "%(count)s receivers", count) % {"count": count}


message = Vocabulary(
    subject=CODE,
    label=_("Message"),
    model=Message,
    facts={"receivers": Fact(label=_("Receivers"), say=people, like=3)},
    deeds={
        "messages.message.send": _("Message sent"),
        "messages.message.reserve": _("Message reserved"),
        "messages.message.cancel": _("Reserved message cancelled"),
        "messages.message.take_back": _("Message taken back"),
    },
)
