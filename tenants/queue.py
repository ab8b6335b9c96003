"""Dramatiq messages that know their company (P3, S3).

A message carries the number of its company, or is marked as the platform's; one that is neither is
refused. The worker enters and leaves through the same wrapper as the web does.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

import dramatiq
from django.db import connection, transaction
from dramatiq import Broker, Message, Middleware
from dramatiq.broker import MessageProxy
from dramatiq.middleware import MiddlewareError
from redis.exceptions import RedisError

from dangol.queue import broker
from tenants import context
from tenants.models import Company

log = logging.getLogger(__name__)

COMPANY = "company"
PLATFORM = "platform"


class Unaddressed(MiddlewareError):
    """A message that names no company and is not the platform's: it is not run.

    Of all exceptions in a middleware, dramatiq lets only this kind through.
    """


class AddressedOnly(Middleware):
    """Refuses a message without an address at both ends of the queue."""

    def before_enqueue(self, broker: Broker, message: Message[Any], delay: int | None) -> None:
        _refuse_unaddressed(message)

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        _refuse_unaddressed(message)


def _refuse_unaddressed(message: Message[Any] | MessageProxy) -> None:
    if message.options.get(COMPANY) is None and not message.options.get(PLATFORM):
        raise Unaddressed(
            f"{message.actor_name} was called for no company and not as the platform."
        )


def company_actor(**options: Any) -> Callable[[Callable[..., None]], CompanyActor]:
    """An actor that works inside one company: the company of the context in which it is rung."""

    def wrap(work: Callable[..., None]) -> CompanyActor:
        @functools.wraps(work)
        def enter(company_id: int, *args: Any) -> None:
            with context.platform("worker looks up the company"):
                company = Company.objects.get(pk=company_id)
            with context.inside(company):
                work(*args)

        return CompanyActor(dramatiq.actor(broker=broker, **options)(enter), work)

    return wrap


class CompanyActor:
    """The bell of a company's actor."""

    def __init__(self, actor: dramatiq.Actor[..., None], work: Callable[..., None]) -> None:
        self.actor = actor
        self.work = work

    def ring(self, *args: Any) -> None:
        """Puts the work into the queue for the present company. Arguments are ids only."""
        company_id = context.company().pk
        message = self.actor.message_with_options(args=(company_id, *args), **{COMPANY: company_id})
        _ring(message)

    def ring_once_committed(self) -> None:
        """Rings when the transaction has ended well, once for however much it did."""
        if self.ring not in (entry[1] for entry in connection.run_on_commit):
            transaction.on_commit(self.ring)

    def now(self, *args: Any) -> None:
        """Does the work here and now, inside the present company."""
        self.work(*args)


def platform_actor(reason: str, **options: Any) -> Callable[[Callable[..., None]], PlatformActor]:
    """An actor that works for the platform itself, under the application's role."""

    def wrap(work: Callable[..., None]) -> PlatformActor:
        @functools.wraps(work)
        def enter(*args: Any) -> None:
            with context.platform(reason):
                work(*args)

        return PlatformActor(dramatiq.actor(broker=broker, **options)(enter))

    return wrap


class PlatformActor:
    """The bell of a platform actor."""

    def __init__(self, actor: dramatiq.Actor[..., None]) -> None:
        self.actor = actor

    def ring(self, *args: Any) -> None:
        """Puts the work into the queue, marked as the platform's. Arguments are ids only."""
        address: dict[str, Any] = {PLATFORM: True}
        _ring(self.actor.message_with_options(args=args, **address))


def _ring(message: Message[Any]) -> None:
    """Redis is only the bell: when it is down the work waits in PostgreSQL for the sweeper."""
    try:
        broker.enqueue(message)
    except RedisError:
        log.warning("Redis is away; %s waits for the sweeper.", message.actor_name)


broker.add_middleware(AddressedOnly())
