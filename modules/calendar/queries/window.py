"""What stands on some days, for one reader: singles, days of series, and busy times (A25).

Three statements however many there are: what comes once, what repeats, and whose time is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dangol import clock
from modules.calendar import rights
from modules.calendar.models.appointment import ONCE
from modules.calendar.queries.coming import of_days
from modules.calendar.records import appointment_record
from modules.calendar.rules import Rule

MINE, TEAM, COMPANY, BUSY = "mine", "team", "company", "busy"
ANNIVERSARY = "anniversary"
LAYERS = (MINE, TEAM, COMPANY, BUSY, ANNIVERSARY)
KEPT = (
    "pk", "starts_at", "ends_at", "is_all_day", "owner_id", "title", "kind", "importance", "place",
    "participants", "series_id",
)  # fmt: skip
RULED = (*KEPT, "repeat", "every", "weekdays", "last_on", "skipped")


@dataclass(slots=True, eq=False)
class Occurrence:
    """One appointment on its days, in local time. Not frozen: there are thousands in a month.

    day    which one of a series it is; None of what comes once
    layer  whose it is to the reader; of a `busy` one nothing but owner and time is known
    """

    pk: UUID | None
    starts: datetime
    ends: datetime
    is_all_day: bool
    owner: UUID | None
    layer: str
    title: str = ""
    kind: str = ""
    importance: str = ""
    place: str = ""
    day: date | None = None
    is_single: bool = False
    address: str = ""

    first: date = field(init=False)
    last: date = field(init=False)
    """What ends at midnight does not reach the new day."""

    def __post_init__(self) -> None:
        end = self.ends
        if end > self.starts and (end.hour, end.minute) == (0, 0):
            end -= timedelta(minutes=1)
        self.first, self.last = self.starts.date(), end.date()


def occurrences(
    user: Any, first: date, last: date, layers: Collection[str] = LAYERS, who: UUID | None = None
) -> list[Occurrence]:
    """Everything from `first` to `last` in order; `who` narrows it to one colleague's."""
    rows = _of(appointment_record.visible_to(user), user, layers, who)
    whose = _Layers(user)
    found = [*_once(rows, first, last, whose), *_ruled(rows, first, last, whose)]
    if BUSY in layers:
        found += _busy(user, first, last, who)
    if ANNIVERSARY in layers and who is None:
        found += _anniversaries(user, first, last)
    return sorted(found, key=lambda each: (each.starts, -each.ends.timestamp(), each.title))


class _Layers:
    """Whose an appointment is to this reader."""

    def __init__(self, user: Any) -> None:
        self.me, self.key = user.pk, str(user.pk)
        self.team = frozenset(rights.team_of(user))

    def of(self, owner: UUID | None, participants: list[str]) -> str:
        if owner == self.me or self.key in participants:
            return MINE
        return TEAM if owner in self.team else COMPANY


def _of(rows: QuerySet[Any], user: Any, layers: Collection[str], who: UUID | None) -> QuerySet[Any]:
    """The rows of these layers."""
    if who is not None:
        rows = rows.filter(Q(owner=who) | Q(participants__contains=[str(who)]))
    mine = Q(owner=user.pk) | rights.involves(user)
    team = Q(owner__in=rights.team_of(user))
    if MINE not in layers:
        rows = rows.exclude(mine)
    if TEAM not in layers:
        rows = rows.filter(mine | ~team | Q(owner=None))
    if COMPANY not in layers:
        rows = rows.filter(mine | team)
    return rows.order_by()


def _once(rows: QuerySet[Any], first: date, last: date, whose: _Layers) -> Iterable[Occurrence]:
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    inside = rows.filter(ONCE, starts_at__lt=end, ends_at__gte=begin)
    for row in inside.values_list(*KEPT):
        yield _occurrence(row, whose, row[1].astimezone(clock.KOREA), None)


def _ruled(rows: QuerySet[Any], first: date, last: date, whose: _Layers) -> Iterable[Occurrence]:
    for row in _rules(rows, first, last).values_list(*RULED):
        for day, starts in days_of(row[1], row[2], row[len(KEPT) :], first, last):
            yield _occurrence(row, whose, starts, day)


def _rules(rows: QuerySet[Any], first: date, last: date) -> QuerySet[Any]:
    reaches = Q(last_on=None) | Q(last_on__gte=first - timedelta(days=366))
    return rows.filter(~ONCE, reaches, starts_at__lt=_midnight(last + timedelta(days=1)))


def days_of(
    starts_at: datetime, ends_at: datetime, ruled: Any, first: date, last: date
) -> Iterable[tuple[date, datetime]]:
    """(day, beginning) of those of a series that touch the days; `ruled` as the end of RULED."""
    repeat, every, weekdays, last_on, skipped = ruled
    starts = starts_at.astimezone(clock.KOREA)
    rule = Rule(repeat, starts.date(), every, tuple(filter(None, weekdays.split(","))), last_on)
    lasting = (ends_at.astimezone(clock.KOREA).date() - starts.date()).days
    for day in rule.between(first - timedelta(days=lasting), last):
        if day.isoformat() not in skipped:
            yield day, datetime.combine(day, starts.time(), tzinfo=clock.KOREA)


def _occurrence(row: Any, whose: _Layers, starts: datetime, day: date | None) -> Occurrence:
    pk, starts_at, ends_at, is_all_day, owner, title, kind, importance, place, people, series = row[
        : len(KEPT)
    ]
    return Occurrence(
        pk, starts, starts + (ends_at - starts_at), is_all_day, owner, whose.of(owner, people),
        title, kind, importance, place, day, series is not None,
    )  # fmt: skip


def _busy(user: Any, first: date, last: date, who: UUID | None) -> Iterable[Occurrence]:
    """When colleagues are taken by what the reader may not see."""
    rows = rights.taken(user).filter(~Exists(_seen(user).filter(pk=OuterRef("pk")))).order_by()
    rows = rows.filter(owner=who) if who is not None else rows
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    inside = rows.filter(ONCE, starts_at__lt=end, ends_at__gte=begin, owner__isnull=False)
    names = ("starts_at", "ends_at", "is_all_day", "owner_id")
    for starts, ends, is_all_day, owner in inside.values_list(*names):
        begins = starts.astimezone(clock.KOREA)
        yield Occurrence(None, begins, begins + (ends - starts), is_all_day, owner, BUSY)
    ruled = _rules(rows.filter(owner__isnull=False), first, last)
    for starts, ends, is_all_day, owner, *rule in ruled.values_list(*names, *RULED[len(KEPT) :]):
        for _day, begins in days_of(starts, ends, rule, first, last):
            yield Occurrence(None, begins, begins + (ends - starts), is_all_day, owner, BUSY)


def _anniversaries(user: Any, first: date, last: date) -> Iterable[Occurrence]:
    """Days of the user's own customers and accounts."""
    for each in of_days(user, first, last):
        starts = _midnight(each.on)
        yield Occurrence(
            None, starts, starts + timedelta(hours=23, minutes=59), True, None, ANNIVERSARY,
            f"{each.whose} {each.what}", address=each.address,
        )  # fmt: skip


def _seen(user: Any) -> QuerySet[Any]:
    closed = ~Q(visibility="company")
    rows: QuerySet[Any] = appointment_record.visible_to(user).filter(closed).order_by()
    return rows.values("pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.KOREA)
