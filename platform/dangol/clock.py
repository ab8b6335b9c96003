"""The one clock (X1, Q9). Reading the system clock anywhere else fails lint.

In development a company can live ahead of real time (`dangol company advance`). Whoever enters the
company's context shifts the clock by the company's own offset, so the web, the workers and billing
all see the same moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KOREA = ZoneInfo("Asia/Seoul")
"""The zone in which months begin and invoices are dated."""

_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta(0))


def now() -> datetime:
    """The present moment, aware, in UTC, with the current company's shift."""
    return datetime.now(UTC) + _shift.get()  # noqa: TID251  (the one place that may)


def real_now() -> datetime:
    """The machine's own time, without any shift: for leases and retries, which no one travels."""
    return datetime.now(UTC)  # noqa: TID251


def today() -> date:
    """The present calendar day in Korea."""
    return now().astimezone(KOREA).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins in Korea."""
    return datetime.combine(day, time(), tzinfo=KOREA)


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Within the block the clock runs ahead of real time by `by` (replaces any shift around it)."""
    token = _shift.set(by)
    try:
        yield
    finally:
        _shift.reset(token)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block the clock starts at `moment` and runs on from there."""
    with shifted(moment - datetime.now(UTC)):  # noqa: TID251
        yield
