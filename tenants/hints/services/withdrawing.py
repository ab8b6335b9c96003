"""Taking a hint back from those who have not read it (A30)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from tenants import audit
from tenants.hints import screens
from tenants.hints.models import Hint, Receipt
from tenants.hints.services import sending
from tenants.people.models import User


@transaction.atomic
def withdraw(sender: User, key: UUID) -> int:
    """Takes it back from all who have not read it; returns from how many.

    Their notices go, and mails that have not left yet stay. RuleBroken when everybody has read it.
    """
    hint = Hint.objects.select_for_update().filter(pk=key, sender_id=sender.pk).first()
    if hint is None:
        raise RuleBroken("hint_gone", _("This is not there any more."))
    unread = Receipt.objects.select_for_update(of=("self",)).filter(
        hint=hint, read_at=None, withdrawn_at=None
    )
    rows = list(unread.select_related("user"))
    users, names = {row.pk: row.user_id for row in rows}, [row.user.name for row in rows]
    if not users:
        raise RuleBroken("hint_read", _("Everybody has read it already, so it stays."))
    Receipt.objects.filter(pk__in=users).update(withdrawn_at=clock.now())
    hint.count -= len(users)
    hint.save(update_fields=["count"])
    notices.take_back(sending.told(hint), list(users.values()))
    audit.record(
        f"{sending.SUBJECT}.withdraw", subject=sending.SUBJECT, subject_id=hint.pk,
        summary=screens.title(sender, screens.Screen.of(hint)).words,
        changes={"receivers": sorted(names)},
    )  # fmt: skip
    return len(users)
