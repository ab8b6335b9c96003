"""What the same people would cost on each channel, side by side (G19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from messaging.models import Send
from messaging.ports import Channel, meter
from modules.campaign.queries import reach

FORMS: tuple[tuple[Channel, Channel], ...] = (("email", "email"), ("sms", "sms"), ("lms", "sms"))
"""(form, channel that carries it)"""


@dataclass(frozen=True)
class Cost:
    """One form: whom it reaches, won for each, won for all; `chosen` is the project's own."""

    form: str
    people: int
    price: int
    total: int
    chosen: bool


def compared(query: Mapping[str, Any], send: Send, own: reach.Reach) -> list[Cost]:
    """Every form at the prices of today; `own` is the reach on the send's channel."""
    reached = {send.channel: own}
    lines = []
    for form, channel in FORMS:
        if channel not in reached:
            reached[channel] = reach.count(query, channel, advertising=send.advertising)
        counts, price = reached[channel], meter().unit_price(form)
        lines.append(
            Cost(
                form=form,
                people=counts.reachable,
                price=price,
                total=counts.reachable * price,
                chosen=_is_own(form, send),
            )
        )
    return lines


def _is_own(form: Channel, send: Send) -> bool:
    """A text message counts as short here; how long it gets is known with its text."""
    return form == send.channel
