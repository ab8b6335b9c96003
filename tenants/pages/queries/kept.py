"""The arrangements of a company, as record pages ask for them (A16)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction

from dangol.records.page.layouts import Arrangement, read
from tenants.pages.models import Layout

LIFE = 60
"""Seconds; a change is told to the cache at once, this is for a cache that did not hear it."""
EVERYBODY = ""


class KeptLayouts:
    """Implements `dangol.records.page.layouts.Layouts`.

    Of somebody's roles the first by name that has an arrangement counts; administrators, and those
    without such a role, see the one for everybody.
    """

    def of(self, record: str, user: Any) -> Arrangement | None:
        seen = user.__dict__.setdefault("layouts_seen", {})  # a page asks several times
        if record not in seen:
            seen[record] = _for(record, user)
        return seen[record]  # type: ignore[no-any-return]


def _for(record: str, user: Any) -> Arrangement | None:
    kept = _of_company(record)
    if not kept:
        return None
    roles = () if user.is_admin else user.grants.roles
    found = next((str(role) for role in roles if str(role) in kept), EVERYBODY)
    return read(kept[found]) if found in kept else None


def _of_company(record: str) -> dict[str, Any]:
    """{id of a role, or EVERYBODY: arrangement} of a record type, from the cache or the table."""
    found = cache.get(_key(record))
    if isinstance(found, dict):
        return found
    rows = Layout.objects.filter(record=record, arrangement__isnull=False)
    kept = {
        str(role or EVERYBODY): arrangement
        for role, arrangement in rows.values_list("role_id", "arrangement")
    }
    cache.set(_key(record), kept, LIFE)
    return kept


def changed(record: str) -> None:
    """Called in the transaction of a change: forgets now, and again once it is committed."""
    cache.delete(_key(record))
    transaction.on_commit(partial(cache.delete, _key(record)))


def _key(record: str) -> str:
    return f"layouts:{record}"
