"""Starting, pausing, resuming and cancelling: the user's hand on a send (S5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging import tasks
from messaging.content import forms
from messaging.dispatch import tickets
from messaging.models import Send
from messaging.senders.queries import allowed
from messaging.services import hours, opening, transitions

Status = Send.Status
Reason = Send.Reason


@transaction.atomic
def start(send: Send, *, funding: str = Send.Funding.FULL) -> Send:
    """Starts a draft now; what the account does not cover waits as insufficient.

    Raises RuleBroken for a text that cannot be sent, no recipients, or a send that was started.
    """
    forms.check(send)
    moved = transitions.move(
        send,
        Status.WAITING,
        source=[Status.DRAFT],
        funding=funding,
        expected=opening.people(send),
        price_ceiling=opening.ceiling(send),
        started_at=clock.now(),
    )
    _refuse_unless(moved)
    opening.fund(send)
    tasks.ring_pumps()
    return send


@transaction.atomic
def reserve(send: Send, at: datetime, *, funding: str = Send.Funding.FULL) -> Send:
    """Starts a draft later; its money is set aside then. RuleBroken as `start`, or for the past."""
    if at <= clock.now():
        raise RuleBroken(
            "reserved_in_past",
            _("The start time has passed. Choose a later one, or send now."),
            field="scheduled_at",
        )
    hours.refuse_maintenance(at)
    forms.check(send)
    moved = transitions.move(
        send,
        Status.RESERVED,
        source=[Status.DRAFT],
        funding=funding,
        expected=opening.people(send),
        price_ceiling=opening.ceiling(send),
        scheduled_at=at,
    )
    _refuse_unless(moved)
    tickets.open_for(send.pk, send.channel, lanes=1, at=tickets.platform_time(at))
    return send


def _refuse_unless(moved: bool) -> None:
    if not moved:
        raise RuleBroken(
            "started_already", _("This send has been started already. Look at its progress.")
        )


@transaction.atomic
def pause(send: Send) -> Send:
    """Stops a send until somebody resumes it; what is being handed over just now still ends."""
    source = [Status.WAITING, Status.RUNNING, Status.LIMITED, Status.INSUFFICIENT]
    moved = transitions.move(
        send, Status.PAUSED, source=source, reason=Reason.BY_USER, new_epoch=True
    )
    if not moved:
        raise RuleBroken("not_running", _("This send is not running, so it cannot be paused."))
    tickets.sleep(send.pk, None)
    return send


@transaction.atomic
def resume(send: Send) -> Send:
    """Lets a paused send go on with whoever got nothing yet. RuleBroken for a sender that may not
    be used."""
    allowed.check(send)
    if not opening.go_on(send, source=[Status.PAUSED], new_epoch=True):
        raise RuleBroken("not_paused", _("This send is not paused."))
    tasks.ring_pumps()
    return send


@transaction.atomic
def cancel(send: Send) -> Send:
    """Ends a send for good: nobody further gets it, and what was set aside is given back."""
    source = [Status.RESERVED, *Send.OPEN]
    if not transitions.move(send, Status.CANCELLED, source=source, new_epoch=True):
        raise RuleBroken("ended_already", _("This send has ended already."))
    opening.wake(send)
    tasks.ring_pumps()
    return send


@transaction.atomic
def send_what_is_covered(send: Send) -> Send:
    """Instead of waiting for a top-up, sends as far as the account goes (decision 12)."""
    Send.objects.filter(pk=send.pk).update(funding=Send.Funding.COVERED)
    send.refresh_from_db()
    if not opening.go_on(send, source=[Status.INSUFFICIENT]):
        raise RuleBroken("not_insufficient", _("This send does not wait for money."))
    tasks.ring_pumps()
    return send
