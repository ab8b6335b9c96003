"""The bell for provider reports: what is to be done stands in their rows."""

from __future__ import annotations

from messaging.feedback import receiving
from tenants import context
from tenants.queue import platform_actor


@platform_actor("ring for provider reports", queue_name="bulk", max_retries=0, time_limit=120_000)
def take_reports() -> None:
    """Applies every report that waits."""
    receiving.apply_all()


def sweep() -> None:
    """Rings when something waits, whatever became of the bell that was rung for it."""
    with context.platform(receiving.REASON):
        is_waiting = receiving.waiting().exists()
    if is_waiting:
        take_reports.ring()
