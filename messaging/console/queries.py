"""What stands in the queues of all companies, and how fast the ways out are (S1, S4, T1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min

from dangol import clock
from messaging.console.services import REASON, every
from messaging.dispatch import accounts
from messaging.dispatch.models import ProviderAccount, ProviderReport, Ticket
from messaging.models import Send
from messaging.services import hours
from tenants import context
from tenants.models import Company

CAP = 100_000
"""Rows of one send that are counted one by one."""
MOST = 50
"""Companies that the screen shows."""
STUCK = timedelta(seconds=60)
"""A ticket that was due so long ago and is in nobody's hands."""
OPEN_SENDS = """
SELECT s.id, s.name, s.channel, s.status, s.reason,
  (SELECT count(*) FROM (SELECT FROM messaging_message m
    WHERE m.send_id = s.id AND m.state IN ('pending', 'retry') LIMIT %(most)s) AS waiting),
  (SELECT count(*) FROM messaging_message m
    WHERE m.send_id = s.id AND m.state IN ('claimed', 'dispatching')),
  (SELECT count(*) FROM messaging_message m WHERE m.send_id = s.id AND m.state = 'unknown'
    AND m.reason NOT IN ('unconfirmed', 'unlisted')),
  (SELECT min(m.state_at) FROM messaging_message m WHERE m.send_id = s.id AND m.state = 'unknown'
    AND m.reason NOT IN ('unconfirmed', 'unlisted'))
FROM messaging_send s WHERE s.id = ANY(%(sends)s) ORDER BY s.created_at
"""


@dataclass(frozen=True)
class Way:
    """An account with how it is doing: `look` is ok, wait (tried again), err (down) or off."""

    account: ProviderAccount
    look: str
    rate: int
    """Messages that it handed over in the last full minute."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open send of a company; `served_at` is the platform's time."""

    company: Company
    name: str
    channel: str
    status: str
    reason: str
    waiting: int
    in_hands: int
    unknown: int
    unknown_since: datetime | None
    served_at: datetime | None
    is_stuck: bool

    @property
    def status_words(self) -> str:
        return str(Send.Status(self.status).label)

    @property
    def reason_words(self) -> str:
        return str(Send.Reason(self.reason).label) if self.reason else ""

    @property
    def channel_words(self) -> str:
        return str(Send.Channel(self.channel).label)

    @property
    def look(self) -> str:
        if self.is_stuck or self.status == Send.Status.PAUSED:
            return "err"
        return "ok" if self.status == Send.Status.RUNNING else "wait"


@dataclass(frozen=True)
class Overview:
    """Everything that is open. `hidden` is how many companies are left out."""

    ways: list[Way]
    lines: list[Line]
    at_work: int
    hidden: int
    maintenance: str
    """The hours in which nothing leaves; "" for none."""
    reports: list[ProviderReport]
    """What providers reported and could not be applied, the oldest first."""

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.lines)

    @property
    def in_hands(self) -> int:
        return sum(line.in_hands for line in self.lines)

    @property
    def unknown(self) -> int:
        return sum(line.unknown for line in self.lines)

    @property
    def stuck(self) -> int:
        return sum(line.is_stuck for line in self.lines)

    @property
    def rate(self) -> int:
        return sum(way.rate for way in self.ways)


@dataclass(frozen=True)
class _Tickets:
    """The tickets of one send together."""

    served_at: datetime | None
    free_since: datetime | None
    """Since when one of them is due and in nobody's hands."""


def overview() -> Overview:
    """The open sends of the companies that wait longest, and the accounts."""
    with context.platform(REASON):
        now = clock.real_now()
        at_work = Ticket.objects.filter(lease_until__gte=now).count()
        tickets = _tickets(now)
        shown = Company.objects.in_bulk(list(tickets)[:MOST])
        lines = [
            line
            for number in tickets
            if number in shown
            for line in _lines(shown[number], tickets[number], now)
        ]
        rests = str(hours.maintenance() or "")
        refused = ProviderReport.objects.filter(failures__gt=0).select_related("company")
        reports = list(refused.order_by("received_at")[:MOST])
    return Overview(ways(), lines, at_work, max(0, len(tickets) - MOST), rests, reports)


def ways() -> list[Way]:
    """All accounts in the order in which they are used."""
    now = clock.real_now()
    with context.platform(REASON):
        return [Way(each, _look(each, now), accounts.speed(each)) for each in every()]


def _look(account: ProviderAccount, now: datetime) -> str:
    if account.paused:
        return "off"
    if account.is_down(now):
        return "err"
    return "wait" if account.failures else "ok"


def _tickets(now: datetime) -> dict[int, dict[UUID, _Tickets]]:
    """{company: {send: its tickets}}, the company that waits longest first."""
    rows = (
        Ticket.objects.values("company_id", "send")
        .annotate(served=Max("served_at"), next=Min("next_at"), lease=Max("lease_until"))
        .order_by("next", "served")
    )
    found: dict[int, dict[UUID, _Tickets]] = {}
    for row in rows:
        is_held = row["lease"] is not None and row["lease"] >= now
        due = row["next"] if row["next"] is not None and row["next"] <= now else None
        free = None if is_held else due
        found.setdefault(row["company_id"], {})[row["send"]] = _Tickets(row["served"], free)
    return found


def _lines(company: Company, own: dict[UUID, _Tickets], now: datetime) -> list[Line]:
    with context.inside(company), connection.cursor() as cursor:
        cursor.execute(OPEN_SENDS, {"most": CAP + 1, "sends": list(own)})
        rows = cursor.fetchall()
    lines = []
    for key, name, channel, status, reason, waiting, in_hands, unknown, since in rows:
        ticket = own[key]
        is_late = ticket.free_since is not None and ticket.free_since < now - STUCK
        lines.append(
            Line(
                company=company, name=name, channel=channel, status=status, reason=reason,
                waiting=waiting, in_hands=in_hands, unknown=unknown, unknown_since=since,
                served_at=ticket.served_at, is_stuck=is_late,
            )
        )  # fmt: skip
    return lines
