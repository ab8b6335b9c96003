"""Who a company's messages come from."""

from __future__ import annotations

from messaging.models import Send

FIELDS = ("sender_name", "sender_address", "sender_number", "opt_out_number")


def last_used(channel: str, *, default_name: str) -> dict[str, str]:
    """The sender of the latest send on this channel, else the company's name alone."""
    address = "sender_number" if channel == Send.Channel.SMS else "sender_address"
    before = (
        Send.objects.filter(channel=channel, kind=Send.Kind.BULK)
        .exclude(**{address: ""})
        .order_by("-created_at")
        .values(*FIELDS)
        .first()
    )
    return before or {"sender_name": default_name[:40]}
