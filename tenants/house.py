"""What nearly every request asks of a company's settings, kept in the cache (P6, P7)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from tenants.people.models import House

KEY = "house"
LIFE = 60
"""Seconds; a change is told to the cache at once, this is for a cache that did not hear it."""


@dataclass(frozen=True)
class Facts:
    """The settings that requests ask for; `version` changes with each change of them."""

    colour: str
    logo_key: UUID | None
    second_factor: bool
    idle_minutes: int | None
    networks: tuple[str, ...]
    version: str
    fiscal_month: int = 1


def facts() -> Facts:
    """The present company's facts, from the cache or the table."""
    kept = cache.get(KEY)
    if isinstance(kept, Facts):
        return kept
    row = House.present()
    found = Facts(
        colour=row.colour,
        logo_key=row.logo_key,
        second_factor=row.second_factor,
        idle_minutes=row.idle_minutes,
        networks=tuple(row.networks),
        version="" if row._state.adding else row.changed_at.isoformat(),
        fiscal_month=row.fiscal_month,
    )
    cache.set(KEY, found, LIFE)
    return found


def fiscal_month() -> int:
    """The month in which the present company's fiscal year starts."""
    return facts().fiscal_month


def changed() -> None:
    """Called in the transaction of a change: the cache forgets now, for this transaction itself,
    and again once it is committed, for whoever read the old row in between."""
    cache.delete(KEY)
    transaction.on_commit(partial(cache.delete, KEY))
