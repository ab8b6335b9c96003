"""How far a send is, and what it costs (S9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Sum

from dangol import clock
from messaging import reasons
from messaging.models import Message, Send
from messaging.ports import Account, meter
from messaging.queries import counting

State = Message.State
ENDED = (State.ACCEPTED, State.REJECTED, State.UNKNOWN)
LEFT_OUT = (State.SKIPPED, State.CONTROL)
OPEN = (*Message.UNSENT, *Message.HANDLED)
TOLD = 2
"""Reasons that are named one by one; the rest are told together."""
STILL = (Send.Status.RESERVED, Send.Status.INSUFFICIENT, Send.Status.LIMITED, Send.Status.PAUSED)


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

    total     who get it: accepted, failed, unknown and left add up to them
    skipped   left out beside them, for want of consent or address, or because it was cancelled
    rows      all that the list of results holds
    left      not yet ended; unknown ones are counted apart
    in_hands  of those left, whose message is being handed over just now
    rate      accepted per second of late, 0 when it stands still
    speed     accepted per second in each interval since the start
    failures  why some failed: (short word, people), the most frequent first, the rest as one;
              `exclusions` the same of those who were left out
    """

    send: Send
    total: int
    rows: int
    accepted: int
    failed: int
    skipped: int
    unknown: int
    left: int
    in_hands: int
    rate: float
    speed: list[float]
    failures: list[tuple[str, int]]
    exclusions: list[tuple[str, int]]
    money: Money
    account: Account

    @property
    def done(self) -> int:
        return self.accepted + self.failed + self.unknown

    @property
    def dropped(self) -> int:
        """Who no longer gets it because it was cancelled."""
        return self.total - self.done - self.left

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
    def missing(self) -> int:
        """Won that the account lacks for the people left."""
        needed = self.left * self.send.price_ceiling - self.money.held
        return max(0, needed - self.account.available)

    @property
    def expected_cost(self) -> int:
        """Won at the dearest, for a send that has set nothing aside yet."""
        return self.total * self.send.price_ceiling

    @property
    def is_moving(self) -> bool:
        """Whether a screen should look again soon."""
        return self.send.status not in (*Send.TERMINAL, Send.Status.DRAFT)

    @property
    def is_still(self) -> bool:
        """Whether nothing leaves though the send has not ended."""
        return self.send.status in STILL

    @property
    def is_pausing(self) -> bool:
        """Whether it was paused, and what was being handed over then is still on its way."""
        return self.send.status == Send.Status.PAUSED and self.in_hands > 0

    @property
    def look_again(self) -> int:
        """Seconds until a screen should look again: soon while numbers move, later while they wait
        for somebody; 0 when nothing changes any more."""
        if not self.is_moving:
            return 0
        due = self.send.scheduled_at
        is_due = self.send.status == Send.Status.RESERVED and due and due <= clock.now()
        return 5 if self.is_still and not is_due and not self.is_pausing else 1


def progress(send: Send) -> Progress:
    """Counts a send's rows and money."""
    counted = counting.count(send)
    total = recipients(send, counted.states)
    ended = sum(counted.states[state] for state in ENDED)
    is_cancelled = send.status == Send.Status.CANCELLED
    return Progress(
        send=send,
        total=total,
        rows=counted.states.total(),
        accepted=counted.states[State.ACCEPTED],
        failed=counted.states[State.REJECTED],
        skipped=sum(counted.states[state] for state in LEFT_OUT),
        unknown=counted.states[State.UNKNOWN],
        left=sum(counted.states[state] for state in OPEN) if is_cancelled else total - ended,
        in_hands=sum(counted.states[state] for state in Message.HANDLED),
        rate=_rate(send, counted.recent),
        speed=counted.speed,
        failures=_told(counted.failed),
        exclusions=_told(counted.skipped),
        money=money(send),
        account=meter().account(),
    )


def recipients(send: Send, states: Mapping[str, int]) -> int:
    """Who get the send, or would have got it: whoever is left out is not among them.

    {state: rows} tells as soon as all rows are made; until then, and when it was cancelled, the
    people counted at the start do.
    """
    rows = sum(states.values()) - sum(states.get(state, 0) for state in LEFT_OUT)
    if send.expand_done and send.status != Send.Status.CANCELLED:
        return rows
    return max(rows, send.expected)


def _told(counts: Counter[str]) -> list[tuple[str, int]]:
    """The commonest reasons in short words, the others together."""
    words: Counter[str] = Counter()
    for code, people in counts.items():
        words[reasons.word(code)] += people
    common = words.most_common()
    if len(common) <= TOLD:
        return common
    rest = sum(people for _word, people in common[TOLD:])
    return [*common[:TOLD], (reasons.word("other"), rest)]


def _rate(send: Send, recent: int) -> float:
    if send.status != Send.Status.RUNNING or send.started_at is None:
        return 0.0
    since = max(send.started_at, clock.now() - counting.RECENT)
    return recent / max(1.0, (clock.now() - since).total_seconds())


def money(send: Send) -> Money:
    """The send's holds, summed."""
    sums = send.holds.aggregate(
        all_taken=Sum("amount"), all_captured=Sum("captured"), all_released=Sum("released")
    )
    taken, captured, released = (value or 0 for value in sums.values())
    return Money(
        taken=taken, captured=captured, released=released, held=taken - captured - released
    )
