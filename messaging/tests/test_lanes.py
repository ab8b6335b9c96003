"""Lanes of one send at the same moment: each sees what the others have in hand (S2, S3)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from dangol import clock
from messaging.channels.base import Outcome, Verdict
from messaging.content.forms import form_of
from messaging.deliverylog import Entry
from messaging.dispatch.models import Ticket
from messaging.models import Message, MessageEvent, Send
from messaging.ports import meter
from messaging.services import (
    claiming,
    deliveries,
    expansion,
    handing,
    opening,
    settling,
    steering,
)
from messaging.tests.conftest import make_draft
from messaging.tests.people import People
from messaging.tests.work import run_pumps, states, sweep
from tenants import context
from tenants.models import Company

Draft = Callable[..., Send]


def expanded(send: Send) -> Send:
    """The send with all of its rows, as a lane finds it."""
    steering.start(send)
    assert opening.prepare(send.pk, suspended=False)
    while not send.expand_done:
        send.refresh_from_db()
        expansion.expand(send)
        send.refresh_from_db()
    return send


def in_another_connection(work: Callable[[], Any]) -> Any:
    """Does the work in a thread of the same company, committed when this returns."""
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=copy_context().run, args=(run,))
    thread.start()
    thread.join()
    return answers[0]


class _ClaimAfter:
    """A wrapper of the connection: after each look at the rows another lane claims what it can."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.claims: list[claiming.Claim] = []

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if "messaging_message" in sql and not self.claims:
            self.claims.append(in_another_connection(self._claim))
        return answer

    def _claim(self) -> claiming.Claim:
        return claiming.claim(Send.objects.get(pk=self.send.pk), form_of(self.send), 100)


@pytest.mark.feature("S2")
def test_a_send_does_not_end_while_another_lane_claims_its_last_rows(
    committed_db: None, hanbit: Company, people: People
) -> None:
    with context.inside(hanbit):
        send = expanded(make_draft(people=3))
        other_lane = _ClaimAfter(send)
        with connection.execute_wrapper(other_lane):
            settling.settle(Send.objects.get(pk=send.pk))
        send.refresh_from_db()
        assert send.status == "running"
        [claim] = other_lane.claims
        assert len(handing.intend(send, claim.attempt_id, claim.parcels, "smtp")) == 3


@pytest.mark.feature("S3")
def test_a_log_imported_while_a_cancelled_send_is_in_hand_leaves_no_money_behind(
    draft: Draft,
) -> None:
    send = expanded(draft(people=6))
    claim = claiming.claim(send, form_of(send), 4)
    granted = handing.intend(send, claim.attempt_id, claim.parcels, "smtp")
    unknown = granted[0].message_id
    handing.record(send, claim.attempt_id, [Outcome(unknown, Verdict.UNKNOWN)], "smtp")
    steering.cancel(send)
    deliveries.import_entries([Entry(kind=MessageEvent.Kind.ACCEPTED, message_id=unknown)])
    assert Ticket.objects.filter(send=send.pk).exists()
    past = clock.real_now() - timedelta(seconds=1)
    Message.objects.filter(lease_until__isnull=False).update(lease_until=past)
    sweep()
    run_pumps()
    deliveries.import_entries(
        [
            Entry(kind=MessageEvent.Kind.ACCEPTED, message_id=parcel.message_id)
            for parcel in granted[1:]
        ]
    )
    sweep()
    run_pumps()
    assert states(send) == {"accepted": 4, "skipped": 2}
    assert meter().account().held == 0
    assert not Ticket.objects.filter(send=send.pk).exists()


@pytest.mark.feature("S3")
@pytest.mark.parametrize(
    ("provider", "hours", "resolved"),
    [("smtp", 1, 1), ("other", 1, 0), ("smtp", 25, 0), ("smtp", -1, 0), ("smtp", None, 0)],
)
def test_an_address_names_a_message_only_of_its_provider_and_day(
    draft: Draft, provider: str, hours: int | None, resolved: int
) -> None:
    send = expanded(draft(people=1))
    claim = claiming.claim(send, form_of(send), 1)
    handing.intend(send, claim.attempt_id, claim.parcels, "smtp")
    at = None if hours is None else clock.now() + timedelta(hours=hours)
    entry = Entry(kind=MessageEvent.Kind.ACCEPTED, address=claim.parcels[0].address, at=at)
    report = deliveries.import_entries([entry], provider)
    assert report.resolved.total() == resolved
