"""Who a company's messages come from."""

from __future__ import annotations

from messaging.models import Send
from messaging.senders.queries import allowed

FIELDS = ("sender_name", "opt_out_number")


def starting(channel: str, *, default_name: str) -> dict[str, str]:
    """What a new draft begins with: the company's usual sender, and the words used last."""
    is_text = channel == Send.Channel.SMS
    before = (
        Send.objects.filter(channel=channel, kind=Send.Kind.BULK)
        .exclude(sender_name="")
        .order_by("-created_at")
        .values(*FIELDS)
        .first()
    )
    usual = allowed.usual(channel)
    found = {"sender_name": default_name[:40], **(before or {})}
    if usual is not None:
        found["sender_number" if is_text else "sender_address"] = usual.value
        found["sender_name"] = usual.name or found["sender_name"]
    return found
