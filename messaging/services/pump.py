"""The pump: leases a ticket, works on its send for a slice, takes the next one (S2-S5).

PostgreSQL decides what is done; a pump may be started any number of times, and killed at any time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection

from dangol import clock
from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.channels.fleet import Fleet
from messaging.channels.registry import way_of
from messaging.content.form import Form
from messaging.content.forms import leaving
from messaging.dispatch import accounts, tickets
from messaging.dispatch.models import ProviderAccount
from messaging.dispatch.tickets import Turn
from messaging.models import Send
from messaging.pace import pace
from messaging.services import (
    claiming,
    expansion,
    handing,
    hours,
    opening,
    returning,
    settling,
    speed,
)
from tenants import context
from tenants.models import Company

log = logging.getLogger(__name__)

Status = Send.Status
CHANNELS = [channel.value for channel in Send.Channel]
WORTH_WAITING = timedelta(seconds=3)
"""A ticket that falls due within this is waited for; the sweeper rings for later ones."""
WORKING = (Status.RUNNING, Status.LIMITED, Status.INSUFFICIENT)


@dataclass
class Errand:
    """One leased ticket with what is needed to work on it."""

    ticket: tickets.Leased
    send: Send
    fleet: Fleet
    form: Form
    renewed: float = 0.0
    failed: bool = False
    why: str = ""
    """What the provider said when it failed."""
    closes_at: datetime | None = None
    """When the hours in which it may leave end."""

    def halted(self) -> bool:
        """Whether the send was paused or cancelled meanwhile, or its hours have ended; also keeps
        the ticket leased."""
        if self.is_over():
            return True
        if time.monotonic() > self.renewed + pace().ticket_seconds / 3:
            tickets.renew(self.ticket)
            self.renewed = time.monotonic()
        same = Send.objects.filter(pk=self.send.pk, epoch=self.send.epoch, status__in=WORKING)
        return not same.exists()

    def is_over(self) -> bool:
        """Whether the hours in which it may leave have ended."""
        return self.closes_at is not None and clock.real_now() >= self.closes_at


def run() -> bool:
    """Works on whatever is due until nothing is, or for `run_seconds`; True when work is left.

    Called on the platform; enters each ticket's company in turn.
    """
    ends = time.monotonic() + pace().run_seconds
    with ExitStack() as fleets:
        known: dict[str, Fleet] = {}

        def fleet_of(account: ProviderAccount) -> Fleet:
            if account.code not in known:
                known[account.code] = fleets.enter_context(Fleet(way_of(account)))
            return known[account.code]

        while time.monotonic() < ends:
            ticket = tickets.take(CHANNELS)
            if ticket is not None:
                serve(ticket, fleet_of, ends)
            elif (rest := tickets.rest(WORTH_WAITING)) is not None:
                time.sleep(rest)
            else:
                return False
    return tickets.due().exists()


def serve(
    ticket: tickets.Leased, fleet_of: Callable[[ProviderAccount], Fleet], until: float
) -> None:
    """Gives one ticket its slice, at the longest until a moment of `time.monotonic()`.

    A mistake in one send stops that send, never the others.
    """
    company = Company.objects.get(pk=ticket.company_id)
    turn = Turn.RESTED
    try:
        with context.inside(company):
            ready = opening.prepare(ticket.send, suspended=company.is_suspended)
        if ready:
            turn = _serve(ticket, company, fleet_of, until)
    except ChannelDown as error:
        turn = Turn.FAILED
        log.warning("The provider of %s is not there: %s", ticket.channel, error)
    except (OperationalError, InterfaceError):
        # The database, not the send: rests a while and comes back.
        turn = Turn.FAILED
        log.exception("Send %s of company %s was interrupted.", ticket.send, company.pk)
        if not connection.in_atomic_block:
            connection.close()
        return
    except Exception as error:
        log.exception("Send %s of company %s stopped.", ticket.send, company.pk)
        with context.inside(company):
            opening.stop(ticket.send, Send.Reason.FAILED, type(error).__name__)
    finally:
        tickets.give_back(ticket, turn)
    if turn is Turn.FAILED and ticket.failures + 1 >= pace().down_limit:
        with context.inside(company):
            opening.stop(ticket.send, Send.Reason.PROVIDER_DOWN)


def _serve(
    ticket: tickets.Leased,
    company: Company,
    fleet_of: Callable[[ProviderAccount], Fleet],
    until: float,
) -> Turn:
    """Slices of claims until nothing can be done, or the ticket is handed on."""
    ends = time.monotonic() + pace().slice_seconds
    while True:
        account, permits = accounts.permits(ticket.channel, pace().claim)
        if account is None or not permits:
            with context.inside(company):
                tickets.sleep(ticket.send, clock.real_now() + accounts.next_permit(account))
            return Turn.RESTED
        try:
            fleet = fleet_of(account)
        except ChannelDown as error:
            if _goes_round(account, permits, str(error)):
                continue
            raise
        with context.inside(company):
            send = Send.objects.get(pk=ticket.send)
            errand = Errand(ticket, send, fleet, leaving(send))
            called, more = step(errand, permits)
        if errand.failed:
            if _goes_round(account, permits - called, errand.why):
                continue
            return Turn.FAILED
        accounts.give_back(account, permits - called)
        if called:
            accounts.note_up(account)
            accounts.count_handed(account, called)
        if not more:
            return Turn.RESTED
        now = time.monotonic()
        if now > until or (now > ends and tickets.others_wait(ticket)):
            return Turn.HANDED_ON


def _goes_round(account: ProviderAccount, unused: int, reason: str) -> bool:
    """Notes that the account is down; True where another takes over at once. What it had in hand
    was not handed over: it is claimed again."""
    accounts.give_back(account, unused)
    accounts.note_down(account, reason)
    log.warning("Provider account %s is down: %s", account.code, reason)
    return accounts.stand_by(account)


def step(errand: Errand, limit: int) -> tuple[int, bool]:
    """One claim and its micro-batches; (provider calls made, whether to go on at once)."""
    expanded = 0 if errand.send.expand_done else expansion.expand(errand.send)
    send = errand.send
    closed, errand.closes_at = hours.look(send)
    if errand.halted():
        return 0, False
    if closed is not None:
        settling.limit(send, closed.reason, closed.until)
        return 0, False
    allowed = speed.allowed(send, limit)
    if not allowed:
        tickets.sleep(send.pk, clock.real_now() + speed.rest(send))
        return 0, False
    claim = claiming.claim(send, errand.form, allowed)
    called = _hand_over(errand, claim)
    speed.give_back(send, allowed - called)
    if claim.short:
        settling.run_short(send)
    elif claim.limited_until:
        settling.limit(send, Send.Reason.QUOTA, claim.limited_until)
    elif not claim.picked and not expanded:
        settling.settle(send)
    else:
        return called, not errand.failed
    return called, False


def _hand_over(errand: Errand, claim: claiming.Claim) -> int:
    """Hands the claimed parcels over in micro-batches; what cannot leave goes back to waiting."""
    called = 0
    waiting = claim.parcels
    while waiting and not errand.failed and not errand.is_over():
        batch, rest = waiting[: errand.fleet.batch], waiting[errand.fleet.batch :]
        provider = errand.fleet.way.name
        granted = handing.intend(errand.send, claim.attempt_id, batch, provider)
        if not granted:
            break
        waiting = rest
        outcomes = _call(errand, granted)
        handing.record(errand.send, claim.attempt_id, outcomes, provider)
        called += sum(out.verdict is not Verdict.UNCALLED for out in outcomes)
        errand.failed = all(out.error_class == "down" for out in outcomes)
        errand.why = outcomes[0].reason
        refusal = next((out for out in outcomes if out.error_class == "sender"), None)
        if refusal is not None:
            opening.stop(errand.send.pk, Send.Reason.SENDER_REFUSED, refusal.reason)
            break
    if waiting:
        returning.unclaim(claim.attempt_id, [parcel.message_id for parcel in waiting])
    return called


def _call(errand: Errand, parcels: list[Parcel]) -> list[Outcome]:
    # No one calls in the last third of the lease: a machine that stood still meanwhile finds its
    # deadline passed, and a call that has begun ends before the row is given up.
    deadline = time.monotonic() + pace().lease_seconds * 2 / 3
    return errand.fleet.deliver(parcels, halted=errand.halted, deadline=deadline)
