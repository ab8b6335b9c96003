"""Rows whose pump died, and the provider's word on them (S3, decision 15)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from messaging import deliverylog
from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.channels.registry import sink_folder
from messaging.channels.sink import Sink, SinkSession
from messaging.content.forms import form_of
from messaging.dispatch.models import Ticket
from messaging.models import Message, MessageEvent, Send
from messaging.ports import meter
from messaging.queries.progress import progress
from messaging.services import (
    claiming,
    deliveries,
    expansion,
    handing,
    opening,
    pump,
    steering,
)
from messaging.tests.work import as_platform, elsewhere, run_pumps, states, sweep, travel
from tenants.models import Company

Draft = Callable[..., Send]


def claimed(send: Send) -> claiming.Claim:
    steering.start(send)
    assert opening.prepare(send.pk, suspended=False)
    send.refresh_from_db()
    expansion.expand(send)
    return claiming.claim(send, form_of(send), 100)


def intended(send: Send) -> tuple[claiming.Claim, list[Parcel]]:
    claim = claimed(send)
    return claim, handing.intend(send, claim.attempt_id, claim.parcels, "smtp")


def let_leases_run_out() -> None:
    past = clock.real_now() - timedelta(seconds=1)
    Message.objects.filter(lease_until__isnull=False).update(lease_until=past)


def log_file(tmp_path: Path, entries: list[dict[str, Any]]) -> Path:
    path = tmp_path / "log.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return path


def imported(path: Path) -> deliveries.Report:
    return deliveries.import_entries(deliverylog.read(path))


@pytest.mark.feature("S3")
def test_rows_of_a_pump_that_died_before_calling_are_sent_by_the_next(
    draft: Draft, sink: Any
) -> None:
    send = draft(people=5)
    claimed(send)
    run_pumps()
    assert sink("email") == []
    let_leases_run_out()
    sweep()
    run_pumps()
    assert len(sink("email")) == 5
    assert states(send) == {"accepted": 5}


@pytest.mark.feature("S3")
def test_rows_of_a_pump_that_died_while_calling_become_unknown_and_are_never_sent_again(
    draft: Draft, sink: Any
) -> None:
    send = draft(people=5)
    intended(send)
    let_leases_run_out()
    sweep()
    run_pumps()
    send.refresh_from_db()
    assert states(send) == {"unknown": 5}
    assert sink("email") == []
    assert send.status == Send.Status.DONE
    assert progress(send).money.held == 10


@pytest.mark.feature("S3")
def test_a_delivery_log_settles_unknown_rows_once(draft: Draft, tmp_path: Path) -> None:
    send = draft(people=5)
    _, parcels = intended(send)
    let_leases_run_out()
    sweep()
    run_pumps()
    taken = [{"message_id": str(parcel.message_id), "event": "accepted"} for parcel in parcels[:3]]
    bounced = [{"message_id": str(parcels[3].message_id), "event": "bounced"}]
    path = log_file(tmp_path, taken + bounced)
    first = imported(path)
    again = imported(path)
    assert dict(first.resolved) == {"accepted": 3, "rejected": 1}
    assert (dict(again.resolved), again.known) == ({}, 4)
    assert states(send) == {"accepted": 3, "rejected": 1, "unknown": 1}
    assert (first.unlisted, again.unlisted) == (1, 0)
    money = progress(send).money
    assert (money.taken, money.captured, money.held, money.released) == (10, 6, 0, 4)
    assert MessageEvent.objects.count() == 4


def test_a_later_log_that_names_an_unlisted_message_charges_it_after_all(
    draft: Draft, tmp_path: Path
) -> None:
    send = draft(people=2)
    _, parcels = intended(send)
    let_leases_run_out()
    sweep()
    run_pumps()
    first, second = ({"message_id": str(parcel.message_id)} for parcel in parcels)
    assert imported(log_file(tmp_path, [first])).unlisted == 1
    assert dict(imported(log_file(tmp_path, [second])).resolved) == {"accepted": 1}
    assert states(send) == {"accepted": 2}
    assert progress(send).money.captured == 4
    assert meter().account().held == 0


def test_a_log_that_ends_before_a_message_says_nothing_about_it(
    draft: Draft, tmp_path: Path
) -> None:
    send = draft(people=2)
    _, parcels = intended(send)
    let_leases_run_out()
    sweep()
    long_ago = {"message_id": str(parcels[0].message_id), "at": "2020-01-01T00:00:00Z"}
    assert imported(log_file(tmp_path, [long_ago])).unlisted == 0
    assert progress(send).money.held == 2


def test_unknown_rows_that_nobody_confirms_are_released_uncharged_and_stay_listed(
    draft: Draft, hanbit: Company, tmp_path: Path
) -> None:
    send = draft(people=2)
    _, parcels = intended(send)
    let_leases_run_out()
    sweep()
    run_pumps()
    assert meter().account().held == 4
    with travel(hanbit, timedelta(hours=24, minutes=1)):
        sweep()
        assert meter().account().held == 0
        rows = Message.objects.filter(send=send, state="unknown")
        assert list(rows.values_list("reason", flat=True)) == ["unconfirmed"] * 2
        late = imported(log_file(tmp_path, [{"message_id": str(parcels[0].message_id)}]))
    assert dict(late.resolved) == {"accepted": 1}
    assert progress(send).money.captured == 0


@pytest.mark.feature("S3")
def test_a_result_that_comes_after_the_lease_still_counts_but_only_once(draft: Draft) -> None:
    send = draft(people=2)
    claim, parcels = intended(send)
    let_leases_run_out()
    sweep()
    outcomes = [Outcome(parcel.message_id, Verdict.ACCEPTED) for parcel in parcels]
    for _twice in range(2):
        handing.record(send, claim.attempt_id, outcomes, "smtp")
    assert states(send) == {"accepted": 2}
    assert progress(send).money.captured == 4


def test_a_pump_whose_claim_was_taken_over_changes_nothing(draft: Draft) -> None:
    send = draft(people=2)
    old = claimed(send)
    let_leases_run_out()
    sweep()
    claiming.claim(send, form_of(send), 100)
    assert handing.intend(send, old.attempt_id, old.parcels, "smtp") == []
    outcomes = [Outcome(parcel.message_id, Verdict.REJECTED) for parcel in old.parcels]
    handing.record(send, old.attempt_id, outcomes, "smtp")
    assert states(send) == {"claimed": 2}


def test_a_temporary_refusal_is_tried_again_later_and_given_up_in_the_end(draft: Draft) -> None:
    send = draft(people=1)
    for attempt in range(1, 7):
        claim, parcels = intended(send) if attempt == 1 else next_try(send)
        refused = [Outcome(parcels[0].message_id, Verdict.RETRY, reason="451 later")]
        handing.record(send, claim.attempt_id, refused, "smtp")
        row = Message.objects.get(send=send)
        assert row.attempt == attempt
        assert row.state == ("retry" if attempt < 6 else "rejected")
        assert attempt == 6 or row.next_at > clock.now()
    assert progress(send).money.captured == 0


def next_try(send: Send) -> tuple[claiming.Claim, list[Parcel]]:
    Message.objects.filter(send=send).update(next_at=clock.now())
    claim = claiming.claim(send, form_of(send), 100)
    return claim, handing.intend(send, claim.attempt_id, claim.parcels, "smtp")


def test_a_bounce_bars_the_address_from_every_later_send(draft: Draft) -> None:
    send = draft(people=1)
    claim, parcels = intended(send)
    bounced = Outcome(parcels[0].message_id, Verdict.REJECTED, error_class="hard_bounce")
    handing.record(send, claim.attempt_id, [bounced], "smtp")
    again = steering.start(draft(people=1))
    run_pumps()
    assert Message.objects.get(send=again).reason == "suppressed"


@pytest.mark.feature("Q4")
def test_a_text_whose_final_report_fails_within_72_hours_is_refunded_once(
    draft: Draft, hanbit: Company, tmp_path: Path
) -> None:
    before = meter().account().available
    send = steering.start(draft(people=2, channel="sms", body="안녕"))
    run_pumps()
    first, second = Message.objects.filter(send=send).order_by("pk")
    report = log_file(tmp_path, [{"message_id": str(first.pk), "status": "failed"}])
    assert imported(report).refunded == 1
    assert imported(report).refunded == 0
    assert meter().account().available == before - 25
    with travel(hanbit, timedelta(hours=73)):
        late = log_file(tmp_path, [{"message_id": str(second.pk), "status": "failed"}])
        assert imported(late).refunded == 0


@pytest.mark.parametrize(
    "content",
    [
        "Message_ID,Status\n{id},delivered\n",
        "to,event,time\np1@people.example,sent,{at}\n",
        '{{"message-id": "<{id}@hanbit.localhost>", "to": "p1@people.example"}}\n',
        "X-Client-Addr: 127.0.0.1\nX-Rcpt-Args: <p1@people.example>\nSubject: x\n"
        "Message-ID: <{id}@hanbit.localhost>\n\ntext\n",
    ],
    ids=["csv by id", "csv by address", "json lines", "dump of mails"],
)
def test_logs_in_each_form_are_understood(draft: Draft, tmp_path: Path, content: str) -> None:
    send = draft(people=1)
    _, parcels = intended(send)
    path = tmp_path / "log"
    path.write_text(content.format(id=parcels[0].message_id, at=clock.now().isoformat()))
    report = deliveries.import_entries(deliverylog.read(path), "smtp")
    assert dict(report.resolved) == {"accepted": 1}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("name,age\nx,1\n", "no_columns"),
        ("message_id,event\nx,sent\n", "unreadable_line"),
        ("to,event\na@b.example,teleported\n", "unknown_event"),
        ("to,event,at\na@b.example,sent,yesterday\n", "unreadable_line"),
        ('{"to": "a@b.example"}\n{broken\n', "unreadable_line"),
    ],
)
def test_a_log_that_cannot_be_read_says_where(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "log"
    path.write_text(content)
    with pytest.raises(RuleBroken) as refused:
        list(deliverylog.read(path))
    assert refused.value.code == code


def test_a_torn_last_line_of_a_sink_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text('{"to": "a@b.example"}\n{"to": "b@b.ex')
    assert len(list(deliverylog.read(path))) == 1


@pytest.mark.feature("V1")
def test_a_log_settles_nothing_of_another_company(
    daon: Company, draft: Draft, tmp_path: Path
) -> None:
    send = draft(people=1)
    _, parcels = intended(send)
    path = log_file(tmp_path, [{"message_id": str(parcels[0].message_id)}])
    with elsewhere(daon):
        assert imported(path).unmatched == 1
    assert states(send) == {"dispatching": 1}


def test_a_sender_that_the_server_refuses_pauses_the_send_and_fails_nobody(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = steering.start(draft(people=3))

    class Refusing(SinkSession):
        def deliver(self, parcels: Any, stop: Any) -> list[Outcome]:
            return [
                Outcome(p.message_id, Verdict.UNCALLED, error_class="sender", reason="553 no")
                for p in parcels
            ]

    monkeypatch.setattr(Sink, "open", lambda self: Refusing(self.path))
    sink_folder().mkdir(parents=True, exist_ok=True)
    run_pumps()
    send.refresh_from_db()
    assert (send.status, send.reason, send.detail) == ("paused", "sender_refused", "553 no")
    assert states(send) == {"pending": 3}


@pytest.mark.feature("S1")
def test_a_provider_that_is_not_there_delays_and_then_pauses_the_send(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = steering.start(draft(people=3))

    def refuse(self: Sink) -> SinkSession:
        raise ChannelDown("nobody listens")

    monkeypatch.setattr(Sink, "open", refuse)
    for failure in range(1, 11):
        Ticket.objects.filter(send=send.pk, lane=0).update(
            next_at=clock.real_now(), failures=failure - 1
        )
        Ticket.objects.filter(send=send.pk, lane__gt=0).delete()
        as_platform(pump.run)
        send.refresh_from_db()
        assert states(send) == {"pending": 3}
        assert send.status == ("paused" if failure == 10 else "running")
    assert send.reason == "provider_down"


@pytest.mark.feature("S3")
def test_a_log_belongs_to_the_one_provider_whose_word_is_awaited(draft: Draft) -> None:
    assert deliveries.awaited_provider() == "import"
    intended(draft(people=2))
    let_leases_run_out()
    sweep()
    assert deliveries.awaited_provider() == "smtp"
    Message.objects.filter(pk=Message.objects.order_by("pk")[0].pk).update(provider="other")
    assert deliveries.awaited_provider() == "import"
