"""What a send needs before messages leave: its hour, its money, its company's good standing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.content import forms
from messaging.dispatch import tickets
from messaging.models import Hold, Message, Send
from messaging.pace import pace
from messaging.ports import audience, meter
from messaging.senders.queries import allowed
from messaging.services import funding, hours, returning, settling, transitions

Status = Send.Status
Reason = Send.Reason
AGAIN = timedelta(seconds=1)


def people(send: Send) -> int:
    """How many people would get the send now. RuleBroken when there is nobody."""
    if send.is_test:
        return Message.objects.filter(send=send).count()
    count = audience().count(send.audience, send.channel, advertising=send.advertising)
    if not count:
        raise RuleBroken(
            "no_recipients",
            _("Nobody is left to send to: no address, no consent, or unsubscribed. Choose others."),
            field="audience",
        )
    return count


def ceiling(send: Send) -> int:
    """Won set aside for each recipient."""
    return 0 if send.is_free else meter().unit_price(forms.form_of(send).ceiling())


def fund(send: Send) -> None:
    """Lets a waiting send go as soon as its money is set aside; else it is insufficient."""
    wake(send)
    if not funding.secure(send):
        settling.run_short(send)


def wake(send: Send) -> None:
    """Opens or wakes the send's tickets."""
    lanes = 1 if send.is_test else pace().lanes
    tickets.open_for(send.pk, send.channel, lanes=lanes, at=clock.real_now())


def go_on(send: Send, *, source: list[Status], new_epoch: bool = False) -> bool:
    """Sets a send that stood still going again; one that never had its money asks for it first."""
    if not send.is_free and not Hold.objects.filter(send=send).exists():
        expected, price = people(send), ceiling(send)
        moved = transitions.move(
            send,
            Status.WAITING,
            source=source,
            new_epoch=new_epoch,
            expected=expected,
            price_ceiling=price,
            started_at=send.started_at or clock.now(),
        )
        if moved:
            fund(send)
        return moved
    moved = transitions.move(send, Status.RUNNING, source=source, new_epoch=new_epoch)
    if moved:
        wake(send)
    return moved


@transaction.atomic
def prepare(send_id: UUID, *, suspended: bool) -> bool:
    """Called by a pump before its slice: whether messages of this send may leave now."""
    send = Send.objects.filter(pk=send_id).first()
    if send is None:
        tickets.close(send_id)
        return False
    if send.status in Send.TERMINAL:
        _end(send)
        return False
    if suspended:
        _stop(send, Reason.SUSPENDED)
        return False
    if send.status == Status.RESERVED:
        _open_reserved(send)
    if send.status == Status.LIMITED and _may_go_on(send):
        transitions.move(send, Status.RUNNING, source=[Status.LIMITED])
    if send.status == Status.WAITING:
        transitions.move(send, Status.RUNNING, source=[Status.WAITING])
    if send.status == Status.RUNNING and not _has_sender(send):
        return False
    if send.status in (Status.PAUSED, Status.INSUFFICIENT):
        tickets.sleep(send.pk, None)
    if send.status == Status.LIMITED and send.next_at:
        tickets.sleep(send.pk, tickets.platform_time(send.next_at))
    return send.status == Status.RUNNING


def _may_go_on(send: Send) -> bool:
    """Whether its moment has come, or the maintenance for which it rests was shortened."""
    if send.next_at and send.next_at <= clock.now():
        return True
    return send.reason == Reason.MAINTENANCE and hours.look(send)[0] is None


def _has_sender(send: Send) -> bool:
    """Whether the sender may still be used; otherwise the send pauses with that reason (S1)."""
    try:
        allowed.check(send)
    except RuleBroken:
        _stop(send, Reason.SENDER_NOT_VERIFIED, send.sender_address or send.sender_number)
        return False
    return True


def _open_reserved(send: Send) -> None:
    """Opens a reservation whose hour has come; one that comes too late pauses (decision 13).

    Counting its people takes seconds: a new hour given meanwhile waits for the lock and finds it
    opened, and one given just before is seen.
    """
    transitions.lock(send)
    if send.status != Status.RESERVED:
        return
    due = send.scheduled_at or clock.now()
    if clock.now() < due:
        tickets.sleep(send.pk, tickets.platform_time(due))
        return
    if clock.now() > due + send.grace:
        _stop(send, Reason.MISSED_WINDOW)
        return
    try:
        forms.check(send)
        go_on(send, source=[Status.RESERVED])
    except RuleBroken as broken:
        if broken.code in allowed.CODES:
            _stop(send, Reason.SENDER_NOT_VERIFIED, send.sender_address or send.sender_number)
        else:
            _stop(send, Reason.FAILED, str(broken.message))


def _end(send: Send) -> None:
    """A send that has ended: skips what a cancelled one had left, gives up on old unknowns."""
    returning.expire_unknown(send)  # gives quota back: before wind_down touches holds
    if send.status == Status.CANCELLED and not settling.wind_down(send):
        tickets.sleep(send.pk, clock.real_now() + AGAIN)
        return
    settling.close(send)


def stop(send_id: UUID, reason: Reason, detail: str = "") -> None:
    """Pauses a send from inside the engine, with the reason."""
    with transaction.atomic():
        _stop(Send.objects.get(pk=send_id), reason, detail)


def _stop(send: Send, reason: Reason, detail: str = "") -> None:
    source = [Status.RESERVED, *(status for status in Send.OPEN if status != Status.PAUSED)]
    transitions.move(
        send, Status.PAUSED, source=source, reason=reason, detail=detail, new_epoch=True
    )
    tickets.sleep(send.pk, None)
