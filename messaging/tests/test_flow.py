"""A send from draft to done, in one process (S2, S5, decisions 10-14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from messaging.addresses import fingerprint
from messaging.content.forms import form_of
from messaging.dispatch.models import Ticket
from messaging.models import Hold, Message, Send, Suppression
from messaging.ports import meter
from messaging.queries.progress import progress
from messaging.services import (
    claiming,
    expansion,
    handing,
    opening,
    returning,
    sends,
    steering,
    sweeping,
)
from messaging.tests.conftest import make_draft
from messaging.tests.people import People, key_of, mail_of, mobile_of
from messaging.tests.work import change, elsewhere, run_pumps, states, sweep, take_one, travel
from tenants.models import Company

Draft = Callable[..., Send]
Sink = Callable[[str], list[dict[str, Any]]]


@pytest.mark.feature("S2")
def test_every_recipient_gets_the_mail_once_and_is_charged(
    draft: Draft, sink: Sink, hanbit: Company
) -> None:
    send = steering.start(draft(people=25))
    run_pumps()
    send.refresh_from_db()
    assert send.status == Send.Status.DONE
    assert states(send) == {"accepted": 25}
    assert Counter(line["to"] for line in sink("email")) == {mail_of(n): 1 for n in range(1, 26)}
    money = progress(send).money
    assert (money.captured, money.held, money.taken) == (50, 0, 50)
    assert meter().account().held == 0
    assert not Ticket.objects.filter(send=send.pk).exists()


def test_starting_twice_sends_once(draft: Draft, sink: Sink) -> None:
    send = draft(people=5)
    steering.start(Send.objects.get(pk=send.pk))
    with pytest.raises(RuleBroken) as refused:
        steering.start(Send.objects.get(pk=send.pk))
    run_pumps()
    assert refused.value.code == "started_already"
    assert len(sink("email")) == 5


def test_a_bell_that_rings_ten_times_sends_once(draft: Draft, sink: Sink) -> None:
    steering.start(draft(people=30))
    for _ring in range(10):
        run_pumps()
    assert len(sink("email")) == 30


def test_two_people_with_one_address_get_one_mail(draft: Draft, sink: Sink, people: People) -> None:
    people.changed[2] = {"address": "P1@people.example"}
    send = steering.start(draft(people=3))
    run_pumps()
    send.refresh_from_db()
    assert sorted(line["to"] for line in sink("email")) == [mail_of(1), mail_of(3)]
    assert send.duplicates == 1


@pytest.mark.feature("S8")
def test_whoever_must_not_get_it_is_skipped_with_a_reason_and_not_charged(
    draft: Draft, sink: Sink, people: People
) -> None:
    people.changed[1] = {"may_advertise": False}
    people.changed[3] = {"address": "not an address"}
    send = steering.start(draft(people=6, advertising=True))
    people.gone.add(2)
    bar(mail_of(4), Suppression.Reason.UNSUBSCRIBED)
    bar(mail_of(5), Suppression.Reason.BOUNCED)
    run_pumps()
    reasons = dict(
        Message.objects.filter(send=send, state="skipped").values_list("contact_id", "reason")
    )
    assert reasons == {
        key_of(1): "no_consent",
        key_of(2): "gone",
        key_of(3): "invalid_address",
        key_of(4): "unsubscribed",
        key_of(5): "suppressed",
    }
    assert [line["to"] for line in sink("email")] == [mail_of(6)]
    money = progress(send).money
    assert (money.captured, money.released, money.held) == (2, 10, 0)


def bar(address: str, reason: str) -> None:
    Suppression.objects.create(
        channel="email", addr_hash=fingerprint(address), addr_norm=address, reason=reason
    )


def test_an_address_changed_after_the_start_is_not_used(draft: Draft, sink: Sink) -> None:
    send = steering.start(draft(people=1))
    expansion.expand(send)
    Message.objects.filter(send=send).update(addr_norm="old@people.example")
    run_pumps()
    assert states(send) == {"skipped": 1}
    assert sink("email") == []


@pytest.mark.feature("S5")
def test_a_paused_send_sends_nothing_and_goes_on_where_it_stopped(draft: Draft, sink: Sink) -> None:
    send = steering.start(draft(people=20))
    steering.pause(send)
    run_pumps()
    assert sink("email") == []
    steering.resume(send)
    run_pumps()
    assert len(sink("email")) == 20


@pytest.mark.feature("S5")
def test_a_cancelled_send_skips_the_rest_and_gives_the_money_back(draft: Draft, sink: Sink) -> None:
    send = steering.start(draft(people=20))
    expansion.expand(send)
    steering.cancel(send)
    run_pumps()
    assert sink("email") == []
    assert states(send) == {"skipped": 20}
    money = progress(send).money
    assert (money.taken, money.captured, money.held, money.released) == (40, 0, 0, 40)
    assert meter().account().held == 0


def test_a_claim_made_before_a_pause_is_not_handed_over_after_it(draft: Draft) -> None:
    send = steering.start(draft(people=4))
    opening.prepare(send.pk, suspended=False)
    send.refresh_from_db()
    expansion.expand(send)
    claim = claiming.claim(send, form_of(send), 10)
    steering.pause(Send.objects.get(pk=send.pk))
    assert handing.intend(send, claim.attempt_id, claim.parcels, "sink") == []
    returning.unclaim(claim.attempt_id, [parcel.message_id for parcel in claim.parcels])
    assert states(send) == {"pending": 4}


@pytest.mark.feature("Q4")
def test_without_money_nothing_is_sent_and_a_top_up_starts_it_by_itself(
    draft: Draft, sink: Sink
) -> None:
    spend_down_to(9)
    send = steering.start(draft(people=5))
    run_pumps()
    send.refresh_from_db()
    assert send.status == Send.Status.INSUFFICIENT
    assert sink("email") == []
    give_back_all()
    sweeping.account_changed()
    run_pumps()
    send.refresh_from_db()
    assert send.status == Send.Status.DONE
    assert len(sink("email")) == 5


def test_what_the_account_covers_is_sent_and_the_rest_waits(draft: Draft, sink: Sink) -> None:
    spend_down_to(9)
    send = steering.start(draft(people=7))
    steering.send_what_is_covered(send)
    run_pumps()
    send.refresh_from_db()
    assert send.status == Send.Status.INSUFFICIENT
    assert len(sink("email")) == 4
    assert meter().account().available == 1
    give_back_all()
    sweep()
    run_pumps()
    send.refresh_from_db()
    assert send.status == Send.Status.DONE
    assert len(sink("email")) == 7


SPENT = "spent"


def spend_down_to(won: int) -> None:
    """Leaves so much available."""
    SPENT_HOLDS[:] = [meter().hold(SPENT, meter().account().available - won, purpose="test")]


def give_back_all() -> None:
    for hold in SPENT_HOLDS:
        meter().release(hold, meter().account().held - own_holds())


def own_holds() -> int:
    return sum(hold.held for hold in Hold.objects.all())


SPENT_HOLDS: list[UUID] = []


@pytest.mark.feature("S5")
def test_a_reservation_starts_at_its_time_and_not_before(
    draft: Draft, sink: Sink, hanbit: Company
) -> None:
    send = steering.reserve(draft(people=3), clock.now() + timedelta(hours=2))
    run_pumps()
    sweep()
    run_pumps()
    assert sink("email") == []
    with travel(hanbit, timedelta(hours=2, minutes=1)):
        sweep()
        run_pumps()
    send.refresh_from_db()
    assert send.status == Send.Status.DONE


def test_a_reservation_that_comes_too_late_pauses_instead(
    draft: Draft, sink: Sink, hanbit: Company
) -> None:
    send = steering.reserve(draft(people=3), clock.now() + timedelta(hours=2))
    with travel(hanbit, timedelta(hours=3, minutes=1)):
        sweep()
        run_pumps()
    send.refresh_from_db()
    assert (send.status, send.reason) == (Send.Status.PAUSED, Send.Reason.MISSED_WINDOW)
    assert sink("email") == []


@pytest.mark.feature("S8")
@pytest.mark.parametrize(
    ("hour", "minute", "leaves"),
    [(20, 59, True), (21, 0, False), (7, 59, False), (8, 0, True)],
)
def test_advertising_texts_rest_from_21_to_8(
    draft: Draft, sink: Sink, hanbit: Company, hour: int, minute: int, leaves: bool
) -> None:
    send = draft(people=2, channel="sms", advertising=True, body="세일")
    with travel(hanbit, at_korean(hour, minute) - clock.now()):
        steering.start(send)
        run_pumps()
        send.refresh_from_db()
        if leaves:
            assert (send.status, len(sink("sms"))) == (Send.Status.DONE, 2)
            return
        assert (send.status, send.reason) == (Send.Status.LIMITED, Send.Reason.NIGHT)
        assert send.next_at is not None
        assert send.next_at.astimezone(clock.KOREA).hour == 8
        assert sink("sms") == []
        morning = send.next_at
    with travel(hanbit, morning - clock.now() + timedelta(seconds=1)):
        sweep()
        run_pumps()
    send.refresh_from_db()
    assert (send.status, len(sink("sms"))) == (Send.Status.DONE, 2)


def at_korean(hour: int, minute: int) -> datetime:
    """That time of tomorrow, Korean time."""
    day = clock.now().astimezone(clock.KOREA) + timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def test_night_consent_lets_advertising_texts_leave_and_mail_never_rests(
    draft: Draft, sink: Sink, people: People, hanbit: Company
) -> None:
    people.changed[1] = {"may_at_night": True}
    with travel(hanbit, at_korean(23, 0) - clock.now()):
        steering.start(draft(people=2, channel="sms", advertising=True, body="세일"))
        steering.start(draft(people=2, advertising=True))
        run_pumps()
    assert [line["to"] for line in sink("sms")] == [mobile_of(1)]
    assert len(sink("email")) == 2


@pytest.mark.feature("S1")
def test_a_text_is_priced_by_its_own_final_bytes(draft: Draft, sink: Sink, people: People) -> None:
    people.changed[2] = {"values": {"name": "가" * 45}}
    send = steering.start(draft(people=2, channel="sms", body="{{ name }}님 안녕하세요"))
    run_pumps()
    charged = dict(Message.objects.filter(send=send).values_list("contact_id", "unit_price"))
    assert charged == {key_of(1): 25, key_of(2): 50}
    assert progress(send).money.captured == 75
    assert meter().account().held == 0


def test_a_text_that_grows_too_long_or_unencodable_for_one_person_skips_only_them(
    draft: Draft, people: People
) -> None:
    people.changed[1] = {"values": {"name": "가" * 1001}}
    people.changed[2] = {"values": {"name": "나비🦋"}}
    send = steering.start(draft(people=3, channel="sms", body="{{ name }}님 안녕하세요"))
    run_pumps()
    skipped = Message.objects.filter(send=send, state="skipped")
    assert dict(skipped.values_list("contact_id", "reason")) == {
        key_of(1): "too_long",
        key_of(2): "unencodable",
    }
    assert states(send)["accepted"] == 1


@pytest.mark.feature("S6")
def test_a_test_mail_is_free_and_a_test_text_is_charged(draft: Draft, sink: Sink) -> None:
    before = meter().account().available
    sends.send_test(draft(people=3), "Tester@Hanbit.example")
    run_pumps()
    assert [line["to"] for line in sink("email")] == ["tester@hanbit.example"]
    assert meter().account().available == before
    sends.send_test(draft(people=3, channel="sms", body="시험"), "010-1234-5678")
    run_pumps()
    assert [line["to"] for line in sink("sms")] == ["01012345678"]
    assert meter().account().available == before - 25


@pytest.mark.feature("S6")
@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"body": "{{ nmae }}님"}, "unknown_merge_field"),
        ({"body": "{{ name 님"}, "broken_merge_field"),
        ({"body": " "}, "empty_body"),
        ({"subject": ""}, "empty_subject"),
        ({"people": 0}, "no_recipients"),
        ({"sender_address": ""}, "sender_address_missing"),
        ({"advertising": True, "sender_name": ""}, "sender_name_missing"),
        ({"channel": "sms", "body": "안녕 🦋"}, "unencodable"),
        ({"channel": "sms", "body": "가" * 1001}, "too_long"),
        ({"channel": "sms", "body": "안녕", "sender_number": ""}, "sender_number_missing"),
        (
            {"channel": "sms", "body": "안녕", "advertising": True, "opt_out_number": ""},
            "opt_out_missing",
        ),
    ],
)
def test_a_send_that_cannot_work_is_refused_with_one_sentence_and_stays_a_draft(
    draft: Draft, others: dict[str, Any], code: str
) -> None:
    send = draft(**({"people": 3} | others))
    with pytest.raises(RuleBroken) as refused:
        steering.start(send)
    send.refresh_from_db()
    assert refused.value.code == code
    assert str(refused.value).endswith(".")
    assert send.status == Send.Status.DRAFT
    assert meter().account().held == 0


def test_a_reservation_in_the_past_is_refused(draft: Draft) -> None:
    with pytest.raises(RuleBroken) as refused:
        steering.reserve(draft(), clock.now() - timedelta(minutes=1))
    assert refused.value.code == "reserved_in_past"


def test_the_estimate_says_count_cost_bytes_and_what_is_missing(draft: Draft) -> None:
    spend_down_to(40)
    mail = sends.estimate(draft(people=30))
    assert (mail.people, mail.cost, mail.is_covered, mail.missing) == (30, 60, False, 20)
    text = sends.estimate(draft(people=1, channel="sms", body="가" * 40))
    assert (text.form, text.bytes, text.cost, text.is_covered) == ("sms", 80, 25, True)
    long = sends.estimate(draft(people=1, channel="sms", body="가" * 46))
    assert (long.form, long.bytes, long.cost) == ("lms", 92, 50)


def test_a_suspended_company_s_sends_pause(draft: Draft, sink: Sink, hanbit: Company) -> None:
    send = steering.start(draft(people=3))
    change(hanbit, state=Company.State.SUSPENDED)
    run_pumps()
    send.refresh_from_db()
    assert (send.status, send.reason) == (Send.Status.PAUSED, Send.Reason.SUSPENDED)
    assert sink("email") == []


@pytest.mark.feature("S4")
def test_companies_take_turns_whatever_the_size_of_their_sends(
    daon: Company, draft: Draft, hanbit: Company
) -> None:
    steering.start(draft(people=50))
    steering.start(draft(people=50))
    with elsewhere(daon):
        steering.start(make_draft(people=2))
    served = [take_one() for _turn in range(4)]
    assert served[1] == daon.pk or served[0] == daon.pk
    assert Counter(served) == {hanbit.pk: 2, daon.pk: 2}
