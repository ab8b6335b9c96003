"""The provider's staff decides about companies' sender numbers (T7): the row is the platform's, the
audit line the staff's, and the company's administrators are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.page.files import Kept, Opened, files
from messaging.dispatch.models import SenderNumber
from messaging.senders.services import stopping, telling
from tenants import audit, context

REASON = "sender numbers"
State = SenderNumber.State
SUBJECT = telling.NUMBER
MOST = 200
"""Numbers that the screen shows."""
USUAL = timedelta(days=730)
"""How long an approval holds unless the staff says otherwise."""
BEFOREHAND = timedelta(days=30)
"""So long before its end a company is told."""


@dataclass(frozen=True)
class Desk:
    """A number on the staff's desk: its documents, and where else it was registered."""

    row: SenderNumber
    documents: list[Kept]
    elsewhere: list[SenderNumber]
    usual_end: date


def waiting() -> int:
    """How many numbers wait for a decision."""
    with context.platform(REASON):
        return SenderNumber.objects.filter(
            decision=State.WAITING, taken_back_at=None
        ).count()  # fmt: skip


def listed(state: str) -> list[SenderNumber]:
    """Numbers of all companies in this state, those that wait longest first; else the newest."""
    with context.platform(REASON):
        rows = SenderNumber.objects.select_related("company")
        if state == State.WAITING:
            own = rows.filter(decision=State.WAITING, taken_back_at=None).order_by("asked_at")
            return list(own[:MOST])
        return [each for each in rows.order_by("-asked_at")[: MOST * 5] if each.state == state][
            :MOST
        ]


def desk(key: UUID) -> Desk | None:
    """What the staff looks at; None for no number."""
    with context.platform(REASON):
        row = SenderNumber.objects.select_related("company").filter(pk=key).first()
        if row is None:
            return None
        same = SenderNumber.objects.select_related("company").filter(number=row.number)
        others = [
            each
            for each in same.exclude(company=row.company).order_by("-asked_at")[:10]
            if each.state in (State.APPROVED, State.WAITING)
        ]
    with context.platform(REASON), context.inside(row.company):
        documents = list(files().of(SUBJECT, row.pk, None))
    return Desk(row, documents, others, clock.today() + USUAL)


def document(key: UUID, file: UUID) -> Opened | None:
    """One document of a number, of the company's own folder; that it was opened is audited."""
    with context.platform(REASON):
        row = SenderNumber.objects.select_related("company").filter(pk=key).first()
    if row is None:
        return None
    with context.platform(REASON), context.inside(row.company):
        found = files().open(SUBJECT, row.pk, file, small=False)
    if found is not None:
        _note("open", row, {"file": found.name})
    return found


@transaction.atomic
def approve(key: UUID, until: date) -> SenderNumber:
    """Texts may come from it until that day. RuleBroken for a day that is past."""
    if until < clock.today():
        raise RuleBroken("past", _("This day is past. Choose a later one."), field="until")
    row, before = _decide(key, State.APPROVED, (State.WAITING, State.REFUSED), until=until)
    _note("approve", row, {"state": [before, row.state], "until": until.isoformat()})
    _carry_out(row)
    return row


@transaction.atomic
def refuse(key: UUID, reason: str) -> SenderNumber:
    """Says why it cannot be a sender; the company may register it again."""
    row, before = _decide(key, State.REFUSED, (State.WAITING,), reason=reason)
    _note("refuse", row, {"state": [before, row.state], "reason": reason})
    _carry_out(row)
    return row


@transaction.atomic
def withdraw(key: UUID, reason: str) -> SenderNumber:
    """Ends an approval; what is being sent from the number pauses."""
    row, before = _decide(key, State.WITHDRAWN, (State.APPROVED,), reason=reason)
    _note("withdraw", row, {"state": [before, row.state], "reason": reason})
    _carry_out(row)
    return row


def _decide(
    key: UUID, to: SenderNumber.State, of: tuple[str, ...], *, reason: str = "",
    until: date | None = None,
) -> tuple[SenderNumber, str]:  # fmt: skip
    """The row as decided, and the state before. RuleBroken when it is no longer to be decided."""
    with context.platform(REASON):
        rows = SenderNumber.objects.select_for_update(of=("self",)).select_related("company")
        row = rows.get(pk=key)
        if row.decision not in of or row.taken_back_at is not None:
            raise RuleBroken(
                "decided", _("This number was decided about or taken back meanwhile. Look again.")
            )
        before = row.state
        row.decision, row.reason, row.decided_at = to, reason, clock.now()
        row.expires_on = until or row.expires_on
        row.decided_by_name = audit.actor().name
        row.save()
    return row, before


def _carry_out(row: SenderNumber) -> None:
    """Tells the company, and pauses what may not go on."""
    with context.platform(REASON), context.inside(row.company):
        _tell(row, state=row.state, reason=row.reason)
        if row.state == State.WITHDRAWN:
            with audit.acting(audit.SYSTEM):
                stopping.stop_unverified()


def _tell(row: SenderNumber, **facts: str) -> None:
    """Nobody of the company did it: the staff are no users there."""
    with audit.acting(audit.SYSTEM):
        telling.administrators("messaging.number.decided", SUBJECT, row.pk, **facts)


def tell_of_ends() -> None:
    """The job: tells companies whose numbers end within 30 days, or ended."""
    today = clock.real_now().astimezone(clock.KOREA).date()
    with context.platform(REASON):
        ending = SenderNumber.objects.select_related("company").filter(
            decision=State.APPROVED, taken_back_at=None, expires_on__lte=today + BEFOREHAND
        )
        due = [row for row in ending if _untold(row, today)]
    for row in due:
        _tell_of_end(row, today)


def _untold(row: SenderNumber, today: date) -> bool:
    return row.expires_on is not None and row.told_for != _told_for(row.expires_on, today)


def _told_for(end: date, today: date) -> date:
    """What is kept once a company was told: the last day beforehand, the day behind it after."""
    return end + timedelta(days=1) if end < today else end


@transaction.atomic
def _tell_of_end(row: SenderNumber, today: date) -> None:
    if row.expires_on is None:
        return
    is_over = row.expires_on < today
    told = _told_for(row.expires_on, today)
    with context.platform(REASON):
        SenderNumber.objects.filter(pk=row.pk).update(told_for=told)
    state = State.EXPIRED if is_over else "ending"
    with context.platform(REASON), context.inside(row.company):
        _tell(row, state=state, until=row.expires_on.isoformat())
        if is_over:
            stopping.stop_unverified()


def _note(verb: str, row: SenderNumber, changes: dict[str, Any]) -> None:
    audit.record(
        f"messaging.number.{verb}", subject=SUBJECT, subject_id=row.pk,
        summary=f"{row} · {row.company.name}", changes=changes,
    )  # fmt: skip
