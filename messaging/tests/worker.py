"""What a dramatiq worker of the crash tests loads: the real workers, with made-up people and short
leases, so that a killed worker's rows come back while the test looks on."""

from __future__ import annotations

from django.conf import settings

from dangol import environment

environment.configure()
settings.MESSAGING = {
    "lease_seconds": 4,
    "claim_seconds": 2,
    "ticket_seconds": 2,
    "in_flight": 32,
    "claim": 128,
    "connections": 2,
}

from dangol.worker import broker  # noqa: E402  (the pace is read when the actors are loaded)
from messaging.ports import register_audience  # noqa: E402
from messaging.tests.people import People  # noqa: E402

register_audience(People())

__all__ = ["broker"]
