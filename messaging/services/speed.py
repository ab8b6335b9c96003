"""A send's own speed (S5): so many messages an hour, shared by all pumps that work on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from dangol import clock
from messaging.models import Send

HOUR = 3_600.0
BURST = 10.0
"""Seconds whose messages may leave at once: a slow send goes in small portions, not in one an
hour."""


def allowed(send: Send, wanted: int) -> int:
    """How many of `wanted` messages may leave now; those that do not leave are given back."""
    if not send.per_hour or send.is_test:
        return wanted
    with transaction.atomic():
        row = Send.objects.select_for_update(no_key=True).only(
            "per_hour", "speed_tokens", "speed_at"
        ).get(pk=send.pk)  # fmt: skip
        now = clock.real_now()
        tokens = _refilled(row, now)
        granted = min(wanted, int(tokens))
        Send.objects.filter(pk=send.pk).update(speed_tokens=tokens - granted, speed_at=now)
    return granted


def give_back(send: Send, unused: int) -> None:
    """Returns what did not leave."""
    if send.per_hour and not send.is_test and unused > 0:
        Send.objects.filter(pk=send.pk).update(speed_tokens=F("speed_tokens") + unused)


def rest(send: Send) -> timedelta:
    """How long to wait when nothing was allowed: until the next portion is full."""
    return timedelta(seconds=max(HOUR / send.per_hour, BURST / 2))


def _refilled(row: Send, now: datetime) -> float:
    ceiling = max(1.0, row.per_hour / HOUR * BURST)
    if row.speed_at is None:
        return ceiling
    passed = max(0.0, (now - row.speed_at).total_seconds())
    return min(max(ceiling, row.speed_tokens), row.speed_tokens + passed * row.per_hour / HOUR)
