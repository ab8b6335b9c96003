"""How many calls a key has in a minute (W1).

The count is kept in Redis, for all processes. While Redis is away each process counts for itself:
more may come through then, never fewer, and nobody is locked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from dangol import clock
from dangol.cache import count

WINDOW = 60
"""Seconds."""


@dataclass(frozen=True)
class Standing:
    """How a key stands in the present window; `seconds` until the next one."""

    limit: int
    used: int
    seconds: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """What every answer says about it."""
        found = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.seconds),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }
        return found | ({"Retry-After": str(self.seconds)} if self.is_over else {})


def spend(who: Any, limit: int | None = None) -> Standing:
    """Counts one call of `who`, a key or an address."""
    moment = int(clock.real_now().timestamp())
    used = count(f"api:rate:{who}:{moment // WINDOW}", WINDOW * 2)
    return Standing(limit or settings.API_CALLS_A_MINUTE, used, WINDOW - moment % WINDOW)
