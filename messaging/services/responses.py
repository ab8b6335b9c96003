"""What recipients do with a message: open, click, unsubscribe (S7, S8)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dangol import clock
from messaging import addresses
from messaging.models import Message, MessageEvent, Suppression
from messaging.ports import audience
from tenants import audit

Kind = MessageEvent.Kind

MACHINES = (
    "googleimageproxy",
    "yahoomailproxy",
    "bot",
    "crawler",
    "spider",
    "preview",
    "scanner",
    "barracuda",
    "mimecast",
    "proofpoint",
    "python-requests",
    "curl/",
    "wget/",
    "go-http-client",
)
"""Words in the names that mail scanners and prefetching proxies give themselves."""
TOO_FAST = timedelta(seconds=2)
"""Nobody reads a mail this soon after the provider took it."""


def note(message_id: UUID, kind: Kind, *, agent: str, url: str = "") -> None:
    """Keeps an open or a click; the same one within a minute is kept once. Unknown ids do nothing.

    `agent` is the browser's name for itself; scanners and prefetchers are marked as machines.
    """
    message = Message.objects.filter(pk=message_id).only("pk", "state_at").first()
    if message is None:
        return
    now = clock.now()
    key = f"{message_id}:{kind}:{now:%Y%m%d%H%M}:{addresses.fingerprint(url).hex[:8]}"
    MessageEvent.objects.bulk_create(
        [
            MessageEvent(
                message=message,
                kind=kind,
                at=now,
                provider=MessageEvent.OWN,
                provider_key=key,
                machine=is_machine(agent, now - message.state_at),
                url=url,
            )
        ],
        ignore_conflicts=True,
    )


def is_machine(agent: str, after: timedelta) -> bool:
    """Whether a request was hardly made by a person."""
    agent = agent.lower()
    return not agent or after < TOO_FAST or any(word in agent for word in MACHINES)


@transaction.atomic
def unsubscribe(message_id: UUID, *, source: str) -> bool:
    """Withdraws the recipient's consent to advertising on the message's channel, at once.

    False when there is no such message. Doing it twice changes nothing more.
    """
    message = Message.objects.select_related("send").filter(pk=message_id).first()
    if message is None:
        return False
    _, fresh = Suppression.objects.get_or_create(
        channel=message.send.channel,
        addr_hash=message.addr_hash,
        reason=Suppression.Reason.UNSUBSCRIBED,
        defaults={"addr_norm": message.addr_norm, "message": message.pk},
    )
    if not fresh:
        return True
    MessageEvent.objects.bulk_create(
        [
            MessageEvent(
                message=message,
                kind=Kind.UNSUBSCRIBED,
                provider=MessageEvent.OWN,
                provider_key=f"{message_id}:unsubscribed",
            )
        ],
        ignore_conflicts=True,
    )
    if message.contact_id:
        audience().withdraw(message.contact_id, message.send.channel, source=source)
    audit.record(
        "messaging.consent.withdraw",
        subject="messaging.message",
        subject_id=message.pk,
        summary=message.addr_norm,
        changes={"source": source},
    )
    return True
