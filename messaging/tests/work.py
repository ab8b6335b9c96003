"""What workers, the sweeper and the passing of time do, in the test's own process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import timedelta
from typing import Any

from messaging.dispatch import tickets
from messaging.models import Message, Send
from messaging.services import pump, sweeping
from tenants import context
from tenants.models import Company


def outside(work: Callable[..., Any], *args: Any) -> Any:
    """Does the work as another process would: outside the test's company and clock."""
    return Context().run(work, *args)


def as_platform(work: Callable[..., Any], *args: Any) -> Any:
    """Does the work outside every company, as the platform."""

    def enter() -> Any:
        with context.platform("test"):
            return work(*args)

    return outside(enter)


def run_pumps() -> None:
    """What a worker does when the bell rings, until nothing is due or nothing moves any more."""
    before = None
    while as_platform(pump.run):
        now = Counter(Message.objects.values_list("state", flat=True))
        if now == before:
            break
        before = now


def sweep() -> None:
    outside(sweeping.sweep)


def take_one() -> int | None:
    """The company whose turn it is."""
    ticket = as_platform(tickets.take, ["email", "sms"])
    return ticket.company_id if ticket else None


def states(send: Send) -> Counter[str]:
    """{state: rows}"""
    return Counter(Message.objects.filter(send=send).values_list("state", flat=True))


def change(company: Company, **values: Any) -> None:
    """Changes a company's row as the provider would."""
    as_platform(lambda: Company.objects.filter(pk=company.pk).update(**values))


@contextmanager
def travel(company: Company, shift: timedelta) -> Iterator[None]:
    """Within the block the company's clock runs ahead by `shift`: in the test, and for workers."""
    change(company, clock_shift=shift)
    moved = Company(**{**_fields(company), "clock_shift": shift})
    token = context._seat.set(None)
    try:
        with context.inside(moved):
            yield
    finally:
        context._seat.reset(token)
        change(company, clock_shift=timedelta(0))


def _fields(company: Company) -> dict[str, Any]:
    return {field.attname: getattr(company, field.attname) for field in company._meta.fields}


@contextmanager
def elsewhere(company: Company) -> Iterator[None]:
    """Within the block the test is inside another company."""
    token = context._seat.set(None)
    try:
        with context.inside(company):
            yield
    finally:
        context._seat.reset(token)
