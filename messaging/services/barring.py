"""Which addresses get nothing any more, and from which sends (S7, S8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from messaging.models import Send, Suppression

UNSUBSCRIBED = Suppression.Reason.UNSUBSCRIBED.value


def bar(send: Send, reasons: Collection[str]) -> str:
    """Why an address that is suppressed for these reasons gets nothing of the send; "" if it does:
    unsubscribing bars advertising, other reasons bar all."""
    if set(reasons) - {UNSUBSCRIBED}:
        return "suppressed"
    return "unsubscribed" if reasons and send.advertising and not send.is_test else ""


def reasons_of(send: Send, hashes: Sequence[UUID]) -> dict[UUID, list[str]]:
    """{fingerprint of an address: why it is suppressed}, of those that are."""
    rows = Suppression.objects.filter(channel=send.channel, addr_hash__in=hashes)
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, reason in rows.values_list("addr_hash", "reason"):
        found[key].append(reason)
    return found
