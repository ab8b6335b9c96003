"""The doorbell (S3): dramatiq on Redis. PostgreSQL holds the work; losing Redis only delays it."""

from __future__ import annotations

import dramatiq
from django.conf import settings
from django.db import close_old_connections
from dramatiq import Broker, Middleware
from dramatiq.broker import MessageProxy
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import (
    AgeLimit,
    Callbacks,
    Pipelines,
    Retries,
    ShutdownNotifications,
    TimeLimit,
)


class FreshConnections(Middleware):
    """Gives the database connection back after each message, as a web request does."""

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        close_old_connections()

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        close_old_connections()

    def after_skip_message(self, broker: Broker, message: MessageProxy) -> None:
        close_old_connections()


def _make_broker() -> RedisBroker:
    """Heartbeat and maintenance are far tighter than dramatiq's own, so that the messages of a
    killed worker come back within half a minute instead of hours later."""
    return RedisBroker(
        url=settings.QUEUE_URL,
        heartbeat_timeout=30_000,
        maintenance_chance=20_000,
        namespace=settings.QUEUE_NAMESPACE,
        middleware=[
            AgeLimit(),
            TimeLimit(),
            ShutdownNotifications(),
            Callbacks(),
            Pipelines(),
            Retries(max_retries=3, min_backoff=1_000, max_backoff=60_000),
            FreshConnections(),
        ],
    )


broker = _make_broker()
dramatiq.set_broker(broker)
