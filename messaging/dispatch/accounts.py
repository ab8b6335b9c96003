"""Choosing a provider account, keeping to its rate, and going round one that is down (S1)."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from dangol import clock
from messaging.dispatch.models import ProviderAccount

BURST_SECONDS = 1.0
"""How much of its rate an idle account saves up."""
LONGEST_REST = timedelta(minutes=5)
REMEMBERED = 600
"""Seconds for which the numbers of a minute are kept."""


@transaction.atomic
def permits(channel: str, wanted: int) -> tuple[ProviderAccount | None, int]:
    """An account for the channel and how many of `wanted` messages it lets leave now.

    (None, 0) when every account of the channel is paused. Accounts of the same priority share the
    work by chance; where the rate of one is used up, the next of them is asked. A lower priority
    comes in when all above are paused or down: it stands by, it does not help out.
    """
    account = None
    for account in in_turn(channel):
        granted = _granted(account, wanted)
        if granted:
            return account, granted
    return account, 0


def in_turn(channel: str) -> list[ProviderAccount]:
    """The accounts that may be used now, in the order in which they are asked.

    When all are down, one is tried all the same: the send's own pauses keep the pace.
    """
    now = clock.real_now()
    every = ProviderAccount.objects.filter(channel=channel, paused=False)
    ordered = sorted(every, key=lambda each: (each.priority, each.code))
    if not ordered:
        return []
    up = [each for each in ordered if not each.is_down(now)]
    if not up:
        return [min(ordered, key=lambda each: (each.down_until or now, each.priority, each.code))]
    first = [each for each in up if each.priority == up[0].priority]
    return random.sample(first, len(first))


def _granted(account: ProviderAccount, wanted: int) -> int:
    if not account.rate:
        return wanted
    account.refresh_from_db(from_queryset=ProviderAccount.objects.select_for_update())
    now = clock.real_now()
    tokens = _refilled(account, now)
    granted = min(wanted, int(tokens))
    account.tokens, account.refilled_at = tokens - granted, now
    account.save(update_fields=["tokens", "refilled_at"])
    return granted


def give_back(account: ProviderAccount, unused: int) -> None:
    """Returns permits that were not used."""
    if account.rate and unused > 0:
        ProviderAccount.objects.filter(pk=account.pk).update(tokens=F("tokens") + unused)


def next_permit(account: ProviderAccount | None) -> timedelta:
    """How long to wait before asking again when nothing was granted."""
    return timedelta(seconds=max(0.1, 1 / account.rate) if account and account.rate else 30)


def note_down(account: ProviderAccount, reason: str) -> None:
    """Its provider was not to be reached: it rests, longer each time, and others take over."""
    failures = min(account.failures + 1, 30)
    rest = min(LONGEST_REST, timedelta(seconds=2**failures))
    ProviderAccount.objects.filter(pk=account.pk).update(
        failures=failures, down_until=clock.real_now() + rest, down_reason=reason[:200]
    )


def note_up(account: ProviderAccount) -> None:
    """Its provider answered; costs nothing where it was not down before."""
    if account.failures:
        ProviderAccount.objects.filter(pk=account.pk).update(
            failures=0, down_until=None, down_reason=""
        )


def stand_by(account: ProviderAccount) -> bool:
    """Whether another account, whose provider was there of late, takes over from this one now."""
    now = clock.real_now()
    return any(each.pk != account.pk and not each.is_down(now) for each in in_turn(account.channel))


def count_handed(account: ProviderAccount, messages: int) -> None:
    """Remembers for a few minutes how many messages it handed over; for looks, never the truth."""
    key = _minute(account.code, clock.real_now())
    cache.add(key, 0, REMEMBERED)
    with suppress(ValueError):  # it went in between
        cache.incr(key, messages)


def speed(account: ProviderAccount) -> int:
    """Messages that it handed over in the last full minute."""
    before = clock.real_now() - timedelta(minutes=1)
    return int(cache.get(_minute(account.code, before)) or 0)


def _minute(code: str, at: datetime) -> str:
    return f"handed/{code}/{at:%Y%m%d%H%M}"


def _refilled(account: ProviderAccount, now: datetime) -> float:
    ceiling = max(1.0, account.rate * BURST_SECONDS)
    if account.refilled_at is None:
        return ceiling
    passed = (now - account.refilled_at).total_seconds()
    return min(ceiling, account.tokens + passed * account.rate)
