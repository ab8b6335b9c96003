"""One look at all rows of a send: states, reasons and speed in a single scan (S9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from dangol import clock
from messaging.models import Message, Send
from messaging.queries import course

State = Message.State
COUNT_LIVE = 50_000
"""Up to so many rows they are counted at each look; beyond, looks share a recent count."""
ROWS_A_SECOND = 50_000
"""A larger send is counted once in as many seconds as it has this many people."""
RECENT = timedelta(seconds=10)
POINTS = 48
"""Intervals of the line that shows the speed."""
SCAN = """
SELECT state,
  CASE state
    WHEN 'skipped' THEN reason
    WHEN 'rejected' THEN coalesce(nullif(error_class, ''), reason)
    ELSE ''
  END,
  CASE WHEN state = 'accepted' THEN
    greatest(width_bucket(state_at, %(starts)s::timestamptz[]) - 1, 0)
  END,
  count(*),
  count(*) FILTER (WHERE state = 'accepted' AND state_at >= %(recent)s)
FROM messaging_message WHERE send_id = %(send)s GROUP BY 1, 2, 3
"""


@dataclass
class Count:
    """What the rows of a send say.

    states   {state: rows}
    failed   {class of error: rows} of rejected ones: providers' own words name addresses
    skipped  {reason: rows} of those left out
    speed    accepted per second in each interval of the time that it ran, at most POINTS of them
    recent   accepted within RECENT
    """

    states: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    speed: list[float] = field(default_factory=list)
    recent: int = 0


def count(send: Send) -> Count:
    """Counts the send's rows; those of a large one as they were a moment ago."""
    key = f"messaging.count:{send.pk}:{send.status}:{send.epoch}"
    known: Count | None = cache.get(key)
    if known is not None:
        return known
    found = _scan(send)
    rows = found.states.total()
    if rows > COUNT_LIVE:
        cache.set(key, found, 60 if send.status in Send.TERMINAL else max(2, rows // ROWS_A_SECOND))
    return found


def _scan(send: Send) -> Count:
    now = clock.now()
    start = send.started_at or send.created_at
    periods = course.running(send, start, now)
    starts, width = _intervals(periods)
    found = Count()
    accepted: Counter[int] = Counter()
    for state, reason, interval, rows, recent in _rows(send, starts, max(start, now - RECENT)):
        found.states[state] += rows
        found.recent += recent
        if state == State.REJECTED:
            found.failed[reason] += rows
        if state == State.SKIPPED:
            found.skipped[reason] += rows
        if interval is not None:
            accepted[interval] += rows
    if accepted and send.started_at:
        found.speed = [accepted[at] / width for at in range(len(starts))]
    return found


def _intervals(periods: Sequence[tuple[datetime, datetime]]) -> tuple[list[datetime], float]:
    """The starts of at most POINTS equal intervals of the time that it ran, and their seconds."""
    ran = sum(((end - begin).total_seconds() for begin, end in periods), 0.0)
    width = max(1.0, ran / POINTS)
    starts: list[datetime] = []
    passed = 0.0
    for begin, end in periods:
        length = (end - begin).total_seconds()
        while len(starts) * width < passed + length and len(starts) < POINTS:
            starts.append(begin + timedelta(seconds=len(starts) * width - passed))
        passed += length
    return starts or [periods[0][0]], width


def _rows(
    send: Send, starts: list[datetime], recent: datetime
) -> list[tuple[str, str, int | None, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(SCAN, {"send": send.pk, "starts": starts, "recent": recent})
        return cursor.fetchall()  # type: ignore[return-value]
