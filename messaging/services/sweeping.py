"""The sweeper (S3): finds in PostgreSQL what no one rang for, so losing Redis only delays."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Max

from dangol import clock
from dangol.errors import RuleBroken
from messaging import tasks
from messaging.dispatch import tickets
from messaging.dispatch.models import Ticket
from messaging.models import Message, Send
from messaging.services import funding, opening, returning, settling
from tenants import context
from tenants.models import Company

log = logging.getLogger(__name__)

Status = Send.Status


def sweep() -> None:
    """Looks after every company with anything open; a mistake in one never stops the others."""
    with context.platform("sweep open sends"):
        companies = list(Company.objects.filter(pk__in=tickets.companies()))
    for company in companies:
        with context.inside(company):
            try:
                sweep_company()
            except Exception:
                log.exception("The sends of company %s could not be swept.", company.pk)
    tasks.ring_due()


def sweep_company() -> None:
    """Looks after the present company's open sends, oldest first."""
    own = Ticket.objects.filter(company=context.company()).values_list("send", flat=True)
    for send in Send.objects.filter(pk__in=set(own)).order_by("created_at"):
        try:
            with transaction.atomic():
                look_after(send)
        except Exception:
            log.exception("Send %s could not be looked after.", send.pk)


def look_after(send: Send) -> None:
    """Frees what dead pumps held, and wakes the send when it has cause to go on."""
    claimed, lost = returning.reap(send)
    if send.status in Send.TERMINAL:
        _close(send, lost)
    elif claimed or lost or _has_cause(send):
        opening.wake(send)
    if send.status == Status.INSUFFICIENT:
        resume_if_covered(send)


def _close(send: Send, lost: int) -> None:
    expired = returning.expire_unknown(send)
    if expired or lost or returning.next_expiry(send) is None:
        if send.status == Status.CANCELLED and not settling.wind_down(send):
            opening.wake(send)
            return
        settling.close(send)


def _has_cause(send: Send) -> bool:
    if send.status == Status.RESERVED:
        return send.scheduled_at is not None and send.scheduled_at <= clock.now()
    if send.status == Status.LIMITED:
        return send.next_at is not None and send.next_at <= clock.now()
    if send.status not in (Status.WAITING, Status.RUNNING):
        return False
    ready = Message.objects.filter(send=send, state__in=Message.UNSENT, next_at__lte=clock.now())
    return not send.expand_done or ready.exists() or not _has_open_rows(send)


def _has_open_rows(send: Send) -> bool:
    return Message.objects.filter(send=send, state__in=[*Message.UNSENT, *Message.HANDLED]).exists()


def resume_if_covered(send: Send) -> bool:
    """Lets an insufficient send go on when the account covers its next step; True if it does."""
    unsent = Message.objects.filter(send=send, state__in=Message.UNSENT)
    dearest = unsent.aggregate(price=Max("unit_price"))["price"] or 0
    needed = max(send.price_ceiling, dearest)
    if send.funding == Send.Funding.FULL and not send.holds.exists():
        needed *= max(1, send.expected)
    if not funding.covers(send, needed):
        return False
    try:
        return opening.go_on(send, source=[Status.INSUFFICIENT])
    except RuleBroken as broken:
        opening.stop(send.pk, Send.Reason.FAILED, str(broken.message))
        return False


@transaction.atomic
def account_changed() -> None:
    """Called inside a company when its account gained: insufficient sends go on by themselves."""
    for send in Send.objects.filter(status=Status.INSUFFICIENT).order_by("started_at"):
        resume_if_covered(send)
    tasks.ring_pumps()


@transaction.atomic
def limits_changed() -> None:
    """Called inside a company when its send limits grew: send-limited sends try again."""
    limited = Send.objects.filter(status=Status.LIMITED, reason=Send.Reason.QUOTA)
    for send in limited.order_by("started_at"):
        opening.go_on(send, source=[Status.LIMITED])
    tasks.ring_pumps()
