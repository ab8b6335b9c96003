"""The number of unread notices in the frame of every page (U9).

A page asks for it each time and it seldom changes: it is kept for a moment, and forgotten by
whatever adds, reads or takes back a notice. The browser asks anew by itself, and is told the
present number; so a notice of a record that was closed to the user since is gone within the moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction

from tenants.notices.queries.centre import unread_count

if TYPE_CHECKING:
    from tenants.people.models import User

LIFE = 30
"""Seconds."""


def number(user: User) -> int:
    """How many unread notices the user sees, at most as many as are counted one by one."""
    kept = cache.get(_name(user.pk))
    return anew(user) if kept is None else int(kept)


def anew(user: User) -> int:
    """The same, counted now, and kept for the next page."""
    count = unread_count(user)
    cache.set(_name(user.pk), count, LIFE)
    return count


def forget(users: Iterable[Any]) -> None:
    """Called in the transaction of a change, with ids: forgotten now, and again after its end."""
    names = [_name(key) for key in users]

    def forget_them() -> None:
        cache.delete_many(names)

    forget_them()
    transaction.on_commit(forget_them)


def _name(user: Any) -> str:
    return f"notices/unread/{user}"
