"""How far a send is, and what it costs (S9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.translation import gettext as _

from dangol import clock
from dangol.i18n import days
from messaging.models import Message, Send
from messaging.ports import Account, meter
from messaging.services import settling

State = Message.State
COUNT_LIVE = 50_000
"""Up to so many people the rows are counted at each look; beyond, the last count is shown."""
RECENT = timedelta(seconds=10)


@dataclass(frozen=True)
class Money:
    """Won of this send; captured + held + released = everything that was ever set aside."""

    taken: int
    captured: int
    held: int
    released: int


@dataclass(frozen=True)
class Progress:
    """A send at this moment. Counts are people.

    total     rows, or the people expected as long as rows are still being made
    left      not yet ended; unknown ones are counted apart
    rate      accepted per second of late, 0 when it stands still
    """

    send: Send
    total: int
    accepted: int
    failed: int
    skipped: int
    unknown: int
    left: int
    rate: float
    money: Money
    account: Account

    @property
    def done(self) -> int:
        return self.total - self.left

    @property
    def percent(self) -> float:
        return 100 * self.done / self.total if self.total else 0.0

    @property
    def time_left(self) -> timedelta | None:
        """None when the send does not move."""
        if not self.rate or not self.left:
            return None
        return timedelta(seconds=round(self.left / self.rate))

    @property
    def is_moving(self) -> bool:
        """Whether a screen should look again soon."""
        return self.send.status not in (*Send.TERMINAL, Send.Status.DRAFT)

    @property
    def sentence(self) -> str:
        """The state in one sentence."""
        return sentence(self)


def progress(send: Send) -> Progress:
    """Counts a send's rows and money."""
    counts = send.tally
    if send.expected <= COUNT_LIVE or not counts:
        counts = settling.tally(send)
    rows = sum(counts.values())
    total = rows if send.expand_done else max(rows, send.expected)
    ended = {state: counts.get(state.value, 0) for state in State}
    finished = sum(
        ended[state]
        for state in (State.ACCEPTED, State.REJECTED, State.SKIPPED, State.UNKNOWN, State.CONTROL)
    )
    return Progress(
        send=send,
        total=total,
        accepted=ended[State.ACCEPTED],
        failed=ended[State.REJECTED],
        skipped=ended[State.SKIPPED] + ended[State.CONTROL],
        unknown=ended[State.UNKNOWN],
        left=max(0, total - finished),
        rate=_rate(send),
        money=money(send),
        account=meter().account(),
    )


def money(send: Send) -> Money:
    """The send's holds, summed."""
    sums = send.holds.aggregate(
        all_taken=Sum("amount"), all_captured=Sum("captured"), all_released=Sum("released")
    )
    taken, captured, released = (value or 0 for value in sums.values())
    return Money(
        taken=taken, captured=captured, released=released, held=taken - captured - released
    )


def _rate(send: Send) -> float:
    if send.status != Send.Status.RUNNING or send.started_at is None:
        return 0.0
    since = max(send.started_at, clock.now() - RECENT)
    lately = Message.objects.filter(send=send, state=State.ACCEPTED, state_at__gte=since)
    seconds = max(1.0, (clock.now() - since).total_seconds())
    return lately.count() / seconds


def sentence(shown: Progress) -> str:
    """What state the send is in and what will happen next, in one sentence."""
    send = shown.send
    known = {
        Send.Status.DRAFT: _("Not started yet."),
        Send.Status.RESERVED: _("Starts on %(at)s. Its cost is set aside then."),
        Send.Status.WAITING: _("Lining up %(total)s people."),
        Send.Status.RUNNING: _("%(done)s of %(total)s people are through."),
        Send.Status.INSUFFICIENT: _(
            "%(missing)s won are missing for the %(left)s people left. Goes on after a top-up."
        ),
        Send.Status.LIMITED: _("The send limit is used up. Goes on by itself on %(next)s."),
        Send.Status.PAUSED: _("Paused; %(left)s people left wait as they are."),
        Send.Status.DONE: _(
            "Done on %(finished)s: %(accepted)s accepted, %(failed)s failed, %(skipped)s skipped."
        ),
        Send.Status.CANCELLED: _(
            "Cancelled after %(accepted)s people; %(released)s won were given back."
        ),
    }
    text = _REASONS.get(Send.Reason(send.reason), lambda: known[Send.Status(send.status)])()
    return text % _facts(shown)


_REASONS = {
    Send.Reason.NIGHT: lambda: _(
        "Advertising waits at night for %(left)s people. Goes on by itself on %(next)s."
    ),
    Send.Reason.MISSED_WINDOW: lambda: _(
        "The start time %(at)s was missed, so nothing was sent. Resume to send now."
    ),
    Send.Reason.SUSPENDED: lambda: _("Paused because the company is suspended."),
    Send.Reason.PROVIDER_DOWN: lambda: _(
        "Paused because the provider could not be reached. Resume to try again."
    ),
    Send.Reason.SENDER_REFUSED: lambda: _(
        "Paused because the mail server refuses the sender (%(detail)s). Resume to try again."
    ),
    Send.Reason.FAILED: lambda: _("Paused by an error: %(detail)s. Resume to try again."),
}


def _facts(shown: Progress) -> dict[str, str]:
    send = shown.send
    needed = shown.left * send.price_ceiling - shown.money.held
    return {
        "at": _moment(send.scheduled_at),
        "next": _moment(send.next_at),
        "finished": _moment(send.finished_at),
        "detail": send.detail,
        "missing": f"{max(0, needed - shown.account.available):,}",
        "total": f"{shown.total:,}",
        "done": f"{shown.done:,}",
        "left": f"{shown.left:,}",
        "accepted": f"{shown.accepted:,}",
        "failed": f"{shown.failed:,}",
        "skipped": f"{shown.skipped:,}",
        "released": f"{shown.money.released:,}",
    }


def _moment(moment: datetime | None) -> str:
    return days.moment(moment) if moment else "—"
