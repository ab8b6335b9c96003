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
from messaging.services import hours, opening, transitions

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
    hours.refuse_maintenance(at)
    _lock(send)
    _set(send, at)
    return send


def send_now(send: Send, typed: int | None) -> Send:
    """Lets a reservation begin at once, for as many people as were typed.

    The audience is counted again here, for it has changed since the reservation was made. Another
    number begins nothing: it is kept for the screen to show, and RuleBroken names it. RuleBroken as
    well when nobody is in the audience, or when it is reserved no more.
    """
    with transaction.atomic():
        _lock(send)
        people = opening.people(send)
        if typed == people:
            _set(send, clock.now())
            tasks.ring_pumps()
            return send
        Send.objects.filter(pk=send.pk).update(expected=people)
    raise RuleBroken(
        "count_differs",
        _("Nothing was sent: %(count)s people would get it now. Type this number to confirm.")
        % {"count": f"{people:,}"},
        field="confirmed",
    )


def _lock(send: Send) -> None:
    transitions.lock(send)
    if send.status != Status.RESERVED:
        raise RuleBroken(
            "not_reserved", _("This send is reserved no more. Look at its present state.")
        )


def _set(send: Send, at: datetime) -> None:
    """Sets the hour of a reservation that is locked."""
    transitions.move(send, Status.RESERVED, source=[Status.RESERVED], scheduled_at=at)
    tickets.open_for(send.pk, send.channel, lanes=1, at=tickets.platform_time(at))
