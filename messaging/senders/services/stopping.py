"""Pausing what is under way when its sender may no longer be used (S1)."""

from __future__ import annotations

from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.senders.queries import allowed
from messaging.services import opening

GOING = tuple(each for each in Send.OPEN if each != Send.Status.PAUSED)


def stop_unverified() -> int:
    """Pauses the present company's open sends whose sender is not good any more; how many.

    One that is reserved is asked when its hour comes: the sender may be put right by then.
    """
    stopped = 0
    for send in Send.objects.filter(status__in=GOING):
        try:
            allowed.check(send)
        except RuleBroken:
            opening.stop(
                send.pk, Send.Reason.SENDER_NOT_VERIFIED, send.sender_address or send.sender_number
            )
            stopped += 1
    return stopped
