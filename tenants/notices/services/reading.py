"""Marking notices read and unread: each user's own; no audit line, for it concerns nobody else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dangol import clock
from tenants.notices import badge
from tenants.notices.models import Notice
from tenants.people.models import User

READ = {"mail_at": None, "push_at": None, "in_digest": False}
"""What is read needs to be carried nowhere."""


@transaction.atomic
def read(user: User, key: UUID) -> bool:
    """Marks one notice of the user read; False when there is none with this key."""
    badge.forget([user.pk])
    own = Notice.objects.filter(pk=key, user_id=user.pk)
    own.filter(read_at=None).update(read_at=clock.now(), **READ)
    return own.exists()


@transaction.atomic
def unread(user: User, key: UUID) -> bool:
    """Marks it unread again; no mail follows."""
    badge.forget([user.pk])
    own = Notice.objects.filter(pk=key, user_id=user.pk)
    return bool(own.update(read_at=None))


@transaction.atomic
def read_all(user: User, until: datetime) -> datetime | None:
    """Marks everything read that was told by then; returns the mark by which it is undone."""
    badge.forget([user.pk])
    now = clock.now()
    open_ones = Notice.objects.filter(user_id=user.pk, read_at=None, at__lte=until)
    return now if open_ones.update(read_at=now, **READ) else None


@transaction.atomic
def unread_all(user: User, mark: datetime) -> int:
    """Takes back what `read_all` did with this mark; returns how many are unread again."""
    badge.forget([user.pk])
    return Notice.objects.filter(user_id=user.pk, read_at=mark).update(read_at=None)
