"""Addresses that are known to exist nowhere, such as those of example customers (P4, S7)."""

from __future__ import annotations

from collections.abc import Iterable

from messaging import addresses
from messaging.models import Suppression
from messaging.ports import Channel

REASON = Suppression.Reason.BOUNCED


def add(channel: Channel, found: Iterable[str]) -> None:
    """Lists normal addresses as not existing: sends skip them from now on, and charge nothing."""
    Suppression.objects.bulk_create(
        [
            Suppression(
                channel=channel,
                addr_hash=addresses.fingerprint(address),
                addr_norm=address,
                reason=REASON,
            )
            for address in found
        ],
        ignore_conflicts=True,
    )


def remove(channel: Channel, found: Iterable[str]) -> None:
    """Takes them off the list again, except those at which a message bounced in earnest."""
    hashes = [addresses.fingerprint(address) for address in found]
    Suppression.objects.filter(
        channel=channel, addr_hash__in=hashes, reason=REASON, message=None
    ).delete()
