"""Whose data the running code may touch: the one wrapper for a company's context (P3, V1).

There are three states, held in a context variable, so they follow the code through functions,
coroutines and `sync_to_async`, and never leak into another thread:

* inside a company      `with inside(company):`  its schema, its database role, its files, its clock
* on the platform       `with platform("why"):`  shared tables as the application; marked on purpose
* nowhere               the resting state: a role that may read nothing but the list of addresses

The database backend (`tenants.postgres`) reads the state before each statement and moves the
connection there, so nothing else touches the search path or the role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import sentry_sdk
from django.utils import timezone

from dangol import clock, remembered

if TYPE_CHECKING:
    from tenants.models import Company

T = TypeVar("T")


@dataclass(frozen=True)
class Seat:
    """Where the running code sits: in `company`, or on the platform for `reason`."""

    company: Company | None = None
    reason: str = ""


class OutOfPlace(Exception):
    """Code tried to reach a company's data from where it must not: a mistake in our code."""


_seat: ContextVar[Seat | None] = ContextVar("seat", default=None)


def seat() -> Seat | None:
    """The present state, or None when nowhere."""
    return _seat.get()


def company() -> Company:
    """The company whose context this is; OutOfPlace when there is none."""
    here = _seat.get()
    if here is None or here.company is None:
        raise OutOfPlace("No company here: wrap the work in tenants.context.inside(company).")
    return here.company


def company_or_none() -> Company | None:
    """The company whose context this is, or None."""
    here = _seat.get()
    return here.company if here else None


@contextmanager
def inside(target: Company) -> Iterator[Company]:
    """Within the block everything belongs to `target`: rows, files, cache keys, logs, time.

    From one company straight into another is refused: only the platform goes from door to door.
    """
    here = _seat.get()
    if here and here.company and here.company.pk != target.pk:
        raise OutOfPlace(f"Already inside company {here.company.pk}; cannot enter {target.pk}.")
    token = _seat.set(Seat(company=target))
    try:
        zone = timezone.override(ZoneInfo(target.time_zone))
        with (
            clock.shifted(target.clock_shift), zone, remembered.apart(),
            sentry_sdk.new_scope() as scope,
        ):  # fmt: skip
            scope.set_tag("company", str(target.pk))
            yield target
    finally:
        _seat.reset(token)


@contextmanager
def platform(reason: str) -> Iterator[None]:
    """Within the block the code acts as the application over shared rows of all companies.

    For the work of the platform itself: sign-up, month close, sweeper, the provider's consoles.
    Refused inside any company but the provider's own.
    """
    here = _seat.get()
    if here and here.company and not here.company.is_provider:
        raise OutOfPlace(f"Company {here.company.pk} may not act as the platform ({reason}).")
    token = _seat.set(Seat(reason=reason))
    try:
        yield
    finally:
        _seat.reset(token)


def carry(function: Callable[..., T]) -> Callable[..., T]:
    """The function bound to the present context: hand this to a thread instead of the bare one."""
    context = copy_context()
    return lambda *args, **kwargs: context.copy().run(function, *args, **kwargs)


def keep(items: Iterable[Any]) -> Iterator[Any]:
    """An iterator that fetches each item in the present context: for answers that are streamed."""
    context, iterator = copy_context(), iter(items)
    end = object()

    def fetch() -> Iterator[Any]:
        while (item := context.run(next, iterator, end)) is not end:
            yield item

    return fetch()
