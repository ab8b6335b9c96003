"""What money and mistakes do to the sends beside them (S2, S3, Q4)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from dangol import clock
from messaging import deliverylog
from messaging.channels.sink import SinkSession
from messaging.dispatch.models import Ticket
from messaging.models import Message, Send
from messaging.ports import meter
from messaging.services import deliveries, opening, pump, steering
from messaging.tests.people import People
from messaging.tests.work import as_platform, run_pumps, states, sweep
from tenants import context
from tenants.models import Company
from tenants.people.models import AuditEntry

Draft = Callable[..., Send]


def long_texts(draft: Draft, people: People, count: int) -> Send:
    """A send set aside as SMS whose texts all grow to LMS by a long name."""
    for number in range(1, count + 1):
        people.changed[number] = {"values": {"name": "주식회사한빛물산테크놀로지", "grade": "A"}}
    return draft(people=count, channel="sms", body="안" * 35 + "{{ name }}")


@pytest.mark.feature("Q4")
def test_texts_that_grow_dearer_than_their_hold_are_sent_from_a_further_one(
    draft: Draft, people: People
) -> None:
    send = long_texts(draft, people, 3)
    steering.start(send)
    run_pumps()
    sweep()
    run_pumps()
    send.refresh_from_db()
    assert (send.status, states(send)) == ("done", {"accepted": 3})
    assert meter().account().held == 0


@pytest.mark.feature("Q4")
def test_a_text_dearer_than_what_is_left_waits_without_trying_again_and_again(
    draft: Draft, people: People
) -> None:
    sms, lms = meter().unit_price("sms"), meter().unit_price("lms")
    spare = meter().account().available - (lms - 1)
    hold = meter().hold("spare", spare, purpose="other")
    send = long_texts(draft, people, 1)
    assert sms < lms - 1
    steering.start(send)
    for _ in range(3):
        run_pumps()
        sweep()
    send.refresh_from_db()
    assert send.status == "insufficient"
    moves = AuditEntry.objects.filter(action="messaging.send.move", subject_id=str(send.pk))
    assert moves.count() <= 4
    meter().release(hold, spare)
    sweep()
    run_pumps()
    assert states(send) == {"accepted": 1}


@pytest.mark.feature("S3")
def test_a_send_that_cannot_be_looked_after_does_not_stop_the_later_ones(
    inside_hanbit: Company, draft: Draft, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    dear = draft(people=30_000)
    steering.start(dear)
    later = draft(people=3)
    steering.start(later)
    Ticket.objects.filter(send=later.pk).update(next_at=None)
    monkeypatch.setattr(people, "count", lambda *_query, **_how: 0)
    as_platform(give_credit, inside_hanbit)
    sweep()
    run_pumps()
    dear.refresh_from_db()
    assert (dear.status, dear.reason) == ("paused", "failed")
    assert states(later) == {"accepted": 3}


def give_credit(company: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE billing_accountbalance SET credit_limit = 10000000 WHERE company_id = %s",
            [company.pk],
        )


@pytest.mark.feature("S3")
def test_a_database_that_hiccups_during_delivery_loses_no_outcome(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = steering.start(draft(people=5))
    asked: list[bool] = []
    halted, deliver = pump.Errand.halted, SinkSession.deliver

    def hiccup(errand: pump.Errand) -> bool:
        asked.append(True)
        if len(asked) == 2:
            raise OperationalError("server closed the connection unexpectedly")
        return halted(errand)

    def slowly(session: SinkSession, parcels: Any, stop: Any) -> Any:
        time.sleep(0.6)
        return deliver(session, parcels, stop)

    monkeypatch.setattr(pump.Errand, "halted", hiccup)
    monkeypatch.setattr(SinkSession, "deliver", slowly)
    run_pumps()
    assert states(send) == {"accepted": 5}


@pytest.mark.feature("S3")
def test_a_database_error_before_the_work_lets_the_send_go_on(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = steering.start(draft(people=2))
    prepare = opening.prepare
    asked: list[bool] = []

    def deadlock(send_id: Any, *, suspended: bool) -> bool:
        asked.append(True)
        if len(asked) == 1:
            raise OperationalError("deadlock detected")
        return prepare(send_id, suspended=suspended)

    monkeypatch.setattr(opening, "prepare", deadlock)
    run_pumps()
    send.refresh_from_db()
    assert send.reason == ""
    assert states(send) == {"accepted": 2}


@pytest.mark.feature("S3")
def test_one_id_for_several_events_hides_none_of_them(draft: Draft, tmp_path: Path) -> None:
    send = steering.start(draft(people=2, channel="sms", body="안녕"))
    run_pumps()
    one, two = Message.objects.filter(send=send).order_by("pk")
    log = tmp_path / "log.csv"
    log.write_text(
        f"id,message_id,event\nP1,{one.pk},accepted\nP1,{one.pk},failed\nP1,{two.pk},failed\n"
    )
    assert deliveries.import_entries(deliverylog.read(log)).refunded == 2
    assert deliveries.import_entries(deliverylog.read(log)).refunded == 0


@pytest.mark.feature("Q4")
def test_lanes_that_take_and_give_back_quota_never_lock_each_other_out(
    committed_db: None, hanbit: Company
) -> None:
    with context.inside(hanbit):
        meter().take_quota("email", 1000, clock.now())
        for _ in range(3):  # moves the rows, so that a scan meets the month first
            meter().return_quota("email", 1, clock.now())
    with context.platform("test"), connection.cursor() as cursor:
        cursor.execute("ANALYZE billing_quotawindow")
    errors: list[str] = []

    def lane(number: int) -> None:
        with context.inside(hanbit):
            for turn in range(25):
                try:
                    with transaction.atomic():
                        if (turn + number) % 2:
                            meter().take_quota("email", 3, clock.now())
                        else:
                            meter().return_quota("email", 1, clock.now())
                except OperationalError as error:
                    errors.append(str(error))
        connections.close_all()

    threads = [threading.Thread(target=lane, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
