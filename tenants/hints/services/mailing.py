"""A hint by mail, at once: a link and the note, never what the screen holds (A30).

An errand of the transaction that sends. The receipt is locked and marked in the transaction in
which the mail is handed over, so an errand that runs twice sends nothing twice; only a worker that
dies between the server's "taken" and the commit leaves a doubt, and the mail then goes again under
the same Message-ID. The title is read here, under the receiver's rights of this moment.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol import clock
from tenants import context
from tenants.hints import screens
from tenants.hints.models import Receipt
from tenants.letters import letter
from tenants.people.models import User


def send(key: str) -> None:
    """The errand: one mail to one receiver, unless they have read it or it was taken back."""
    waiting = Receipt.objects.filter(pk=key, mailed_at=None, read_at=None, withdrawn_at=None)
    row = waiting.select_for_update(of=("self",)).select_related("hint__sender").first()
    if row is None:
        return
    user = User.objects.filter(pk=row.user_id, is_active=True).first()
    if user is not None:
        with override(user.language):
            _mail(row, user)
    row.mailed_at = clock.now()
    row.save(update_fields=["mailed_at"])


def _mail(row: Receipt, user: User) -> None:
    company, hint = context.company(), row.hint
    title = screens.title(user, screens.Screen.of(hint))
    who = hint.sender.name if hint.sender else _("Somebody who left")
    facts = {
        "hint": hint,
        "title": title,
        "who": who,
        "link": company.origin + reverse("tenants:hint-open", args=[hint.pk]),
        "page": company.origin + reverse("tenants:hint", args=[hint.pk]),
    }
    subject = _("%(who)s shows you %(what)s.") % {"who": who, "what": title}
    letter(user, subject, "hints/mail", facts, key=row.pk).send()
