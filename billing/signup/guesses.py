"""How often a place may name the password of a sign-up that waits for its confirmation (P2).

Who sends the same form again is known by its password. A wrong one leaves no row behind, so these
tries are counted apart from the sign-ups, and before any password is compared.
"""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken

MOST = 10
SPAN = 3600
"""Seconds from the first try of a place until it begins anew."""


def count(client_address: str | None) -> None:
    """Counts one try; RuleBroken when this place has had its tries for the hour."""
    place = f"signup-guesses:{client_address}"
    cache.add(place, 0, SPAN)
    if cache.incr(place) > MOST:
        raise too_many()


def too_many() -> RuleBroken:
    """What a place hears that tries too often, be it new sign-ups or passwords."""
    return RuleBroken(
        "too_many",
        _("Too many sign-ups from your network in the last hour; try again later."),
    )
