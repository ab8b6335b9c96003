"""Choosing a provider account and keeping to its rate (S1, decision 14)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from dangol import clock
from messaging.dispatch.models import ProviderAccount

NO_LIMIT = 1_000_000_000
BURST_SECONDS = 1.0
"""How much of its rate an idle account saves up."""


@transaction.atomic
def permits(channel: str, wanted: int) -> tuple[ProviderAccount | None, int]:
    """The account in use for the channel and how many of `wanted` messages it lets leave now.

    (None, 0) when every account of the channel is paused.
    """
    account = (
        ProviderAccount.objects.filter(channel=channel, paused=False)
        .order_by("priority", "code")
        .first()
    )
    if account is None or not account.rate:
        return account, wanted if account else 0
    account = ProviderAccount.objects.select_for_update().get(pk=account.pk)
    now = clock.real_now()
    tokens = _refilled(account, now)
    granted = min(wanted, int(tokens))
    account.tokens, account.refilled_at = tokens - granted, now
    account.save(update_fields=["tokens", "refilled_at"])
    return account, granted


def give_back(account: ProviderAccount, unused: int) -> None:
    """Returns permits that were not used."""
    if account.rate and unused > 0:
        ProviderAccount.objects.filter(pk=account.pk).update(tokens=F("tokens") + unused)


def next_permit(account: ProviderAccount | None) -> timedelta:
    """How long to wait before asking again when nothing was granted."""
    return timedelta(seconds=max(0.1, 1 / account.rate) if account and account.rate else 30)


def _refilled(account: ProviderAccount, now: datetime) -> float:
    ceiling = max(1.0, account.rate * BURST_SECONDS)
    if account.refilled_at is None:
        return ceiling
    passed = (now - account.refilled_at).total_seconds()
    return min(ceiling, account.tokens + passed * account.rate)
