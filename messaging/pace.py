"""How large the engine's steps are and how long its leases last (S3-S5).

`settings.MESSAGING` may override single values; the defaults suit one machine of two cores.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings


@dataclass(frozen=True)
class Pace:
    """Rows and seconds.

    chunk           rows made by one step of expansion, and covered by one partial hold
    claim           rows taken into a pump's hands by one transaction
    in_flight       rows of one pump between "intent committed" and "result committed": what a
                    killed worker leaves unknown at most. Slow providers get as few as keep them
                    busy for `batch_seconds`, so that there it is far less
    connections     sessions with the provider that one pump keeps
    lanes           pumps that may work on one send at the same time
    pumps           pumps that may work at the same time, all companies together
    slice_seconds   a ticket is handed on after this long when others wait
    run_seconds     a pump ends itself after this long and rings for its successor
    lease_seconds   3 x (connect 5 s + read 30 s): after this long a pump counts as dead
    claim_seconds   lease of rows that nobody has been called for yet
    ticket_seconds  lease of a ticket; its pump renews it every third of that
    unknown_hours   how long the provider's word on an unknown row is awaited
    attempts        tries of one recipient before a temporary refusal becomes final
    down_limit      failed connections in a row after which the send pauses itself
    sms_bytes       longest SMS in bytes of CP949; a longer text is an LMS
    lms_bytes       longest LMS
    """

    chunk: int = 5_000
    claim: int = 512
    in_flight: int = 256
    connections: int = 8
    lanes: int = 4
    pumps: int = 8
    batch_seconds: float = 0.25
    slice_seconds: float = 2.0
    run_seconds: float = 12.0
    lease_seconds: int = 105
    claim_seconds: int = 30
    ticket_seconds: int = 15
    unknown_hours: int = 24
    attempts: int = 6
    down_limit: int = 10
    connect_timeout: float = 5.0
    read_timeout: float = 30.0
    sms_bytes: int = 90
    lms_bytes: int = 2_000

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)

    @property
    def unknown(self) -> timedelta:
        return timedelta(hours=self.unknown_hours)


@cache
def pace() -> Pace:
    """The engine's pace in this process."""
    return Pace(**getattr(settings, "MESSAGING", {}))
