"""Giving out the address of one's calendar, and making it void (W4)."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.db import transaction

from dangol import clock
from modules.calendar.models import Feed
from tenants import audit, context


def token_of(user: Any) -> str:
    """What the user's address carries; "" while none was given out."""
    feed = Feed.objects.filter(user=user.pk).first()
    return _signer().sign(f"{feed.pk.hex}.{feed.turn}") if feed is not None else ""


def opened(token: str) -> Feed | None:
    """The feed to which an address belongs; None for a forged one or one that is void."""
    try:
        key, _dot, turn = _signer().unsign(token).partition(".")
    except signing.BadSignature:
        return None
    feed = Feed.objects.select_related("user").filter(pk=key, turn=int(turn)).first()
    return feed if feed is not None and feed.user.is_active else None


@transaction.atomic
def give_out(user: Any) -> None:
    """A new address for the user's calendar; every one before it is void."""
    feed, is_new = Feed.objects.select_for_update().get_or_create(user=user)
    if not is_new:
        feed.turn, feed.made_at = feed.turn + 1, clock.now()
        feed.save(update_fields=["turn", "made_at"])
    _note("calendar.feed.give_out", user)


@transaction.atomic
def take_away(user: Any) -> None:
    """Nobody reads the user's calendar by an address any more."""
    Feed.objects.filter(user=user.pk).delete()
    _note("calendar.feed.take_away", user)


def _note(deed: str, user: Any) -> None:
    audit.record(deed, subject="calendar.feed", subject_id=user.pk, summary=user.name)


def _signer() -> signing.Signer:
    """An address of one company opens nothing in another."""
    return signing.Signer(salt=f"calendar.feed.c{context.company().pk}")
