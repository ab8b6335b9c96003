"""What receivers do with a hint: read, open, confirm, answer (A30)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.text import clean_line, refuse_resident_number
from tenants import audit
from tenants.hints import screens
from tenants.hints.models import LONGEST_ANSWER, Hint, Receipt
from tenants.hints.services import sending
from tenants.people.models import User

ANSWERED, CONFIRMED = "tenants.hint.answered", "tenants.hint.confirmed"


@transaction.atomic
def read(user: User, hint: UUID, *, opens: bool = False) -> None:
    """Notes that the receiver has read it, and with `opens` gone on to the screen.

    No audit line, for reading changes nothing of the company; nothing at all where somebody looks
    with the receiver's eyes.
    """
    if user.is_looked_through:
        return
    own = Receipt.objects.filter(hint_id=hint, user_id=user.pk, withdrawn_at=None)
    for row in own.select_for_update():
        _mark(row, opens=opens)


@transaction.atomic
def confirm(user: User, hint: UUID) -> None:
    """Confirms; again changes nothing. The sender is told once everybody has.

    RuleBroken for what was taken back, or was never shown to the user.
    """
    row = _held(user, hint)
    if row.confirmed_at is not None:
        return
    row.confirmed_at = clock.now()
    _mark(row)
    _note("confirm", row, user)
    others = Receipt.objects.filter(hint_id=hint, withdrawn_at=None, confirmed_at=None)
    if row.hint.wants_confirmation and not others.exists():
        told = notices.Told(kind=CONFIRMED, record=sending.SUBJECT, key=str(hint))
        notices.tell(told, [row.hint.sender_id])


@transaction.atomic
def answer(user: User, hint: UUID, words: str) -> None:
    """Answers with one line, or with another one than before; the sender is told."""
    row = _held(user, hint)
    words = clean_line(words)
    if not words:
        raise RuleBroken("answer_empty", _("Write an answer first."), field="answer")
    if len(words) > LONGEST_ANSWER:
        facts = {"most": LONGEST_ANSWER}
        sentence = _("An answer has at most %(most)s letters.") % facts
        raise RuleBroken("answer_long", sentence, field="answer")
    refuse_resident_number(words, field="answer")
    if words == row.answer:
        return
    row.answer, row.answered_at = words, clock.now()
    _mark(row)
    _note("answer", row, user)
    told = notices.Told(
        kind=ANSWERED, record=sending.SUBJECT, key=str(hint), facts={"receipt": str(row.pk)}
    )
    notices.tell(told, [row.hint.sender_id])


def _held(user: User, hint: UUID) -> Receipt:
    """The user's receipt as it is now, held until the transaction ends. The hint is held before
    it, as by taking back: so the last two to confirm see each other, and nobody waits in a circle.
    """
    Hint.objects.select_for_update().filter(pk=hint).first()
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("hint")
    row = rows.filter(hint_id=hint, user_id=user.pk, withdrawn_at=None).first()
    if row is None:
        raise RuleBroken("hint_gone", _("Your colleague has taken this back."))
    return row


def _mark(row: Receipt, *, opens: bool = False) -> None:
    now = clock.now()
    row.read_at = row.read_at or now
    row.opened_at = row.opened_at or (now if opens else None)
    row.save(update_fields=["read_at", "opened_at", "confirmed_at", "answer", "answered_at"])


def _note(verb: str, row: Receipt, user: User) -> None:
    title = screens.title(user, screens.Screen.of(row.hint))
    changes = {"answer": row.answer} if verb == "answer" else {}
    audit.record(
        f"{sending.SUBJECT}.{verb}", subject=sending.SUBJECT, subject_id=row.hint_id,
        summary=title.words, changes=changes,
    )  # fmt: skip
