"""What one does with one's own copy: reading, the trash. No audit line: it concerns nobody else."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from dangol import clock
from modules.messages.models import Delivery, Message
from tenants.people.models import User


@transaction.atomic
def read(user: User, key: UUID) -> None:
    """Marks the user's copy read; not where somebody looks with the user's eyes."""
    if not user.is_looked_through:
        own = Delivery.objects.filter(message_id=key, user_id=user.pk, taken_back_at=None)
        own.filter(read_at=None).update(read_at=clock.now())


@transaction.atomic
def trash(user: User, key: UUID, *, really: bool = True) -> bool:
    """Puts the user's own copies, got and sent, into the trash, or takes them out of it again;
    whether there was one. Others keep theirs. What is still reserved stays where it is."""
    at = clock.now() if really else None
    got = Delivery.objects.filter(message_id=key, user_id=user.pk, taken_back_at=None)
    sent = Message.objects.filter(pk=key, sender_id=user.pk)
    sent = sent.exclude(sent_at=None, cancelled_at=None)
    return bool(got.update(trashed_at=at) + sent.update(trashed_at=at))
