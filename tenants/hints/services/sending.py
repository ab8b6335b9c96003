"""Showing a screen to colleagues (A30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.text import clean_paragraph, refuse_resident_number
from dangol.registry import Channel
from tenants import audit, errands
from tenants.hints import screens
from tenants.hints.models import LONGEST_NOTE, Hint, Receipt
from tenants.hints.queries import receivers
from tenants.people.models import User

SUBJECT = "tenants.hint"
TOLD = "tenants.hint.shown"
MAIL = "tenants.hints.services.mailing.send"
MOST = 200
"""Receivers of one hint."""
OFTEN, OFTEN_SPAN = 20, timedelta(minutes=5)
"""Hints of one sender in this time."""
MANY, MANY_SPAN = 1_000, timedelta(hours=1)
"""Receivers of one sender's hints in this time."""
JUDGED = 20
"""Up to so many receivers it is looked up who of them may not see the record: a look for each."""


@dataclass(frozen=True)
class Sent:
    """What came of sending.

    skipped   names of the chosen who do not work here any more
    shut_out  names of receivers who may not open the screen; unknown, so empty, beyond `JUDGED`
    """

    hint: Hint
    count: int
    skipped: list[str]
    shut_out: list[str]


@transaction.atomic
def send(
    sender: User, *, at: str, to: Sequence[str], note: str = "", by_app: bool = True,
    by_mail: bool = False, wants_confirmation: bool = False,
) -> Sent:  # fmt: skip
    """Shows the screen at the address `at` to the people and departments with the codes `to`.

    Raises RuleBroken, with the field: an address that is none of a screen the sender may open,
    nobody or too many to tell, a note that is too long or holds a resident number, no way to tell,
    and too much in a short time.
    """
    screen = screens.read(sender, at)
    note = _checked(note)
    if not (by_app or by_mail):
        raise RuleBroken("hint_no_way", _("Choose how it is told."), field="by_app")
    chosen = receivers.chosen(sender, to)
    _refuse_too_many(chosen)
    User.objects.select_for_update().get(pk=sender.pk)
    _refuse_too_often(sender, len(chosen.users))
    hint = Hint.objects.create(
        sender=sender, url=screen.url, view=screen.view, record=screen.record,
        object_id=screen.key, note=note, wants_confirmation=wants_confirmation, by_app=by_app,
        by_mail=by_mail, to=list(to), count=len(chosen.users),
    )  # fmt: skip
    _deliver(hint, chosen.users)
    audit.record(
        f"{SUBJECT}.send", subject=SUBJECT, subject_id=hint.pk,
        summary=screens.title(sender, screen).words,
        changes={"screen": screen.url, "receivers": [user.name for user in chosen.users]},
    )  # fmt: skip
    return Sent(hint, len(chosen.users), chosen.skipped, _shut_out(screen, chosen.users))


def told(hint: Hint) -> notices.Told:
    """The notice of a hint; its mail is the hint's own, with the whole note."""
    key = str(hint.pk)
    without: tuple[Channel, ...] = ("mail", "digest") if hint.by_mail else ()
    facts = {"hint": key}
    return notices.Told(kind=TOLD, record=SUBJECT, key=key, facts=facts, without=without)


def _deliver(hint: Hint, users: Sequence[User]) -> None:
    rows = [Receipt(hint=hint, user=user, at=hint.sent_at) for user in users]
    Receipt.objects.bulk_create(rows)
    if hint.by_app:
        notices.tell(told(hint), [user.pk for user in users])
    if hint.by_mail:
        errands.post_many(MAIL, [str(row.pk) for row in rows])


def _checked(note: str) -> str:
    """The note as it is kept."""
    note = clean_paragraph(note)
    if len(note) > LONGEST_NOTE:
        words = _("A note has at most %(most)s letters.") % {"most": LONGEST_NOTE}
        raise RuleBroken("note_long", words, field="note")
    refuse_resident_number(note, field="note")
    return note


def _refuse_too_many(chosen: receivers.Chosen) -> None:
    if not chosen.users and chosen.skipped:
        words: Any = _("Nobody is left to be told: %(names)s does not work here any more.")
        facts = {"names": ", ".join(chosen.skipped)}
        raise RuleBroken("hint_nobody", words % facts, field="to")
    if not chosen.users:
        raise RuleBroken("hint_nobody", _("Choose who is to be told."), field="to")
    if len(chosen.users) > MOST:
        words = _("These are %(count)s people; at most %(most)s can be told at once.")
        numbers = {"count": len(chosen.users), "most": MOST}
        raise RuleBroken("hint_many", words % numbers, field="to")


def _refuse_too_often(sender: User, count: int) -> None:
    """Called while the sender's row is held, so that two windows count each other."""
    own = Hint.objects.filter(sender=sender)
    if own.filter(sent_at__gt=clock.now() - OFTEN_SPAN).count() >= OFTEN:
        words: Any = _("You have shown %(most)s screens within %(minutes)s minutes. Wait a little.")
        facts = {"most": OFTEN, "minutes": OFTEN_SPAN.seconds // 60}
        raise RuleBroken("hint_often", words % facts, field="to")
    lately = own.filter(sent_at__gt=clock.now() - MANY_SPAN).aggregate(all=Sum("count"))["all"] or 0
    if lately + count > MANY:
        words = _("More than %(most)s people within an hour cannot be told. Try again later.")
        raise RuleBroken("hint_often", words % {"most": MANY}, field="to")


def _shut_out(screen: screens.Screen, users: Sequence[User]) -> list[str]:
    if len(users) > JUDGED:
        return []
    people = User.objects.filter(pk__in=[user.pk for user in users]).order_by("name", "pk")
    whole = people.prefetch_related("licences", "access_roles")
    return [user.name for user in whole if not screens.may_open(user, screen)]
