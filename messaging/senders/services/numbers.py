"""Sender numbers as the company has them: registering with documents, taking back (S1, T7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.page.files import files
from messaging.dispatch.models import SenderNumber
from messaging.senders.models import Preferences
from messaging.senders.numbers import checked
from messaging.senders.queries import allowed
from messaging.senders.services import stopping, telling
from tenants import audit, context
from tenants.people.models import User

State = SenderNumber.State
SUBJECT = telling.NUMBER
MOST, MOST_FILES = 50, 5
"""Numbers of one company that count, and documents of one number."""


def own() -> Any:
    """The present company's numbers, the newest first."""
    return SenderNumber.objects.filter(company=context.company()).order_by("-asked_at")


@transaction.atomic
def ask(
    number: str, *, label: str, holder: str, documents: Sequence[Any], by: User
) -> SenderNumber:
    """Hands a number with its documents to the provider's staff.

    RuleBroken for a number that cannot be a sender or is there already, without a document, and for
    a file that cannot be kept.
    """
    digits = checked(number)
    _refuse_double(digits)
    if not documents:
        raise RuleBroken(
            "no_document",
            _("Choose the document of your telecom company."),
            field="documents",
        )
    if len(documents) > MOST_FILES:
        raise RuleBroken(
            "many_documents",
            _("At most %(most)s files go with a number.") % {"most": MOST_FILES},
            field="documents",
        )
    row = SenderNumber(
        company=context.company(), number=digits, label=label, holder=holder, asked_by=by.pk,
        asked_by_name=by.name,
    )  # fmt: skip
    row.save(force_insert=True)
    held = [files().hold(SUBJECT, "", upload, by=by) for upload in documents]
    for each in held:
        files().use(SUBJECT, row.pk, each.key, by=by, title=str(row), field="")
    audit.record(
        "messaging.number.ask", subject=SUBJECT, subject_id=row.pk, summary=str(row),
        changes={"holder": holder},
    )  # fmt: skip
    return row


def _refuse_double(digits: str) -> None:
    live = [each for each in own() if each.state in (State.WAITING, State.APPROVED)]
    if len(live) >= MOST:
        raise RuleBroken(
            "numbers_full",
            _("A company has at most %(most)s numbers. Withdraw one first.") % {"most": MOST},
        )
    same = next((each for each in live if each.number == digits), None)
    if same is not None:
        words = {
            State.WAITING: _("This number is being looked at already."),
            State.APPROVED: _("This number is approved already."),
        }
        raise RuleBroken("number_there", words[State(same.state)], field="number")


@transaction.atomic
def take_back(row: SenderNumber) -> None:
    """The company uses it no more; what is being sent from it pauses."""
    rows = SenderNumber.objects.filter(pk=row.pk, company=context.company(), taken_back_at=None)
    if not rows.update(taken_back_at=clock.now()):
        return
    audit.record("messaging.number.withdraw", subject=SUBJECT, subject_id=row.pk, summary=str(row))
    stopping.stop_unverified()


@transaction.atomic
def prefer(row: SenderNumber) -> None:
    """What new text drafts begin with. RuleBroken for one that may not be used."""
    if not allowed.good_numbers().filter(pk=row.pk).exists():
        raise RuleBroken("number_unapproved", _("Texts cannot come from this number yet."))
    Preferences.objects.update_or_create(pk=Preferences.ONLY, defaults={"number": row.pk})
    audit.record("messaging.number.prefer", subject=SUBJECT, subject_id=row.pk, summary=str(row))
