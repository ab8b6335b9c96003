"""The doorbell's actor. It takes no arguments: what is to be done stands in the tickets."""

from __future__ import annotations

from django.db import transaction

from messaging.dispatch import tickets
from messaging.pace import pace
from messaging.services import pump as pumping
from tenants import context
from tenants.queue import platform_actor


@platform_actor("pump messages", queue_name="bulk", max_retries=0, time_limit=120_000)
def pump() -> None:
    """Works on due sends; rings for its successor when it stops with work left."""
    if pumping.run():
        pump.ring()


def ring_pumps() -> None:
    """Wakes a pump for each lane, once the transaction has committed."""
    for _lane in range(pace().lanes):
        transaction.on_commit(pump.ring)


def ring_due() -> None:
    """The sweeper's part: wakes as many pumps as there are due tickets."""
    with context.platform("ring for due sends"):
        for _ticket in range(min(pace().pumps, tickets.due().count())):
            pump.ring()
