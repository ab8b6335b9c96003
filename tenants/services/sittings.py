"""Log-ins that are open: begun, followed, ended, also from another device (P6)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from dangol import clock
from tenants import audit
from tenants.people.models import Sitting, User

AGENT_LENGTH = 300


@transaction.atomic
def begin(user: User, *, session_key: str, address: str | None, agent: str) -> Sitting:
    """Notes a new log-in and clears away this user's that ran out long ago."""
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    user.sittings.filter(seen_at__lt=clock.now() - longest).delete()
    return Sitting.objects.create(
        user=user, session_key=session_key, address=address, agent=agent[:AGENT_LENGTH]
    )


def follow(sitting_id: str, *, session_key: str, address: str | None) -> bool:
    """Notes that the log-in is in use; False when it was ended in the meantime."""
    changed = Sitting.objects.filter(pk=sitting_id).update(
        session_key=session_key, address=address, seen_at=clock.now()
    )
    return bool(changed)


def open_of(user: User) -> QuerySet[Sitting]:
    """The user's log-ins whose session still lives, the latest used first."""
    alive = Session.objects.filter(expire_date__gt=clock.real_now()).values("session_key")
    return user.sittings.filter(session_key__in=alive).order_by("-seen_at")


def close(sitting_id: str) -> None:
    """The user logs out where they sit: its row goes with its session."""
    Sitting.objects.filter(pk=sitting_id).delete()


@transaction.atomic
def end(user: User, key: UUID) -> bool:
    """Logs one of the user's own devices out; False when there is none with this key."""
    sitting = user.sittings.filter(pk=key).first()
    if sitting is None:
        return False
    end_quietly(user.sittings.filter(pk=key))
    _tell(user, 1)
    return True


@transaction.atomic
def end_others(user: User, *, keep: str) -> int:
    """Logs the user out everywhere but at the sitting `keep`; returns how many that ended."""
    others = user.sittings.exclude(pk=keep) if keep else user.sittings.all()
    count = end_quietly(others)
    if count:
        _tell(user, count)
    return count


def end_quietly(sittings: QuerySet[Sitting]) -> int:
    """Ends these log-ins as part of another deed, which is audited itself; returns how many."""
    keys = list(sittings.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sittings.delete()
    return len(keys)


def _tell(user: User, count: int) -> None:
    audit.record(
        "tenants.sitting.end",
        subject="tenants.user",
        subject_id=user.pk,
        summary=user.name,
        changes={"count": count},
    )
