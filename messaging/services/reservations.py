"""Changing the hour of a reservation (S5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging import tasks
from messaging.dispatch import tickets
from messaging.models import Send
from messaging.services import transitions

Status = Send.Status


@transaction.atomic
def postpone(send: Send, at: datetime | None) -> Send:
    """Gives a reservation another hour. RuleBroken for the past, or when it is reserved no more."""
    if at is None:
        raise RuleBroken(
            "time_missing", _("Choose the date and the time of the start."), field="scheduled_at"
        )
    if at <= clock.now():
        raise RuleBroken(
            "reserved_in_past",
            _("The start time has passed. Choose a later one, or send now."),
            field="scheduled_at",
        )
    _set(send, at)
    return send


@transaction.atomic
def send_now(send: Send) -> Send:
    """Lets a reservation begin at once. RuleBroken when it is reserved no more."""
    _set(send, clock.now())
    tasks.ring_pumps()
    return send


def _set(send: Send, at: datetime) -> None:
    moved = transitions.move(send, Status.RESERVED, source=[Status.RESERVED], scheduled_at=at)
    if not moved:
        raise RuleBroken(
            "not_reserved", _("This send is reserved no more. Look at its present state.")
        )
    tickets.open_for(send.pk, send.channel, lanes=1, at=tickets.platform_time(at))
