"""A gateway is asked what became of texts whose answer was lost (S3, decision 15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dangol import clock
from messaging.channels.gateway import Gateway
from messaging.channels.registry import PURPOSE
from messaging.dispatch.models import ProviderAccount
from messaging.feedback import asking
from messaging.models import Message, Send
from messaging.queries.progress import progress
from messaging.services import handing, steering
from messaging.tests.test_recovery import claimed, let_leases_run_out
from messaging.tests.work import as_platform, outside, run_pumps, states, sweep
from tenants import sealing
from tenants.models import Company
from tests.providers import textgateway
from tests.providers.textgateway import KEY, TextGateway

pytestmark = [pytest.mark.feature("S3"), pytest.mark.feature("S1")]
Draft = Callable[..., Send]


@pytest.fixture
def gateway(tmp_path: Path, db: None) -> Iterator[TextGateway]:
    with textgateway.running(tmp_path / "gateway.jsonl") as running:
        secret = sealing.seal_for_platform(PURPOSE, KEY)
        values = {"secret": secret, "config": {"address": running.url}}
        make = ProviderAccount.objects.create
        as_platform(lambda: make(code="gw", channel="sms", kind="gateway", priority=1, **values))
        yield running


def lost(send: Send, gateway: TextGateway, *, taken: int) -> list[Message]:
    """The rows of a pump that died over its call, of which the gateway took the first so many."""
    claim = claimed(send)
    parcels = handing.intend(send, claim.attempt_id, claim.parcels, "gw")
    Gateway("gw", gateway.url, KEY).open().deliver(parcels[:taken], lambda: False)
    let_leases_run_out()
    sweep()
    return list(Message.objects.filter(send=send).order_by("pk"))


def later(minutes: int = 2) -> None:
    """So long ago the answers were lost."""
    Message.objects.filter(state="unknown").update(
        state_at=clock.now() - timedelta(minutes=minutes)
    )


def keys(gateway: TextGateway) -> list[str]:
    return [each["key"] for each in gateway.taken()]


def test_what_the_gateway_took_is_charged_the_rest_leaves_once_after_all(
    gateway: TextGateway,
    draft: Draft,
    inside_hanbit: Company,
) -> None:
    send = draft(people=5, channel="sms")
    rows = lost(send, gateway, taken=3)
    assert states(send) == {"unknown": 5}
    later()
    outside(asking.ask_all)
    assert states(send) == {"accepted": 3, "pending": 2}
    run_pumps()
    assert states(send) == {"accepted": 5}
    assert sorted(keys(gateway)) == sorted(str(row.pk) for row in rows), "nobody twice"
    money = progress(send).money
    assert (money.captured, money.held) == (5 * Message.objects.filter(send=send)[0].unit_price, 0)


def test_nobody_asks_while_the_call_may_be_under_way_nor_when_the_gateway_may_have_forgotten(
    gateway: TextGateway,
    draft: Draft,
    inside_hanbit: Company,
) -> None:
    send = draft(people=2, channel="sms")
    lost(send, gateway, taken=0)
    outside(asking.ask_all)
    later(minutes=13 * 60)
    outside(asking.ask_all)
    assert gateway.calls == 0
    assert states(send) == {"unknown": 2}


@pytest.mark.parametrize("fault", ["fail", "garbled"])
def test_a_gateway_that_gives_no_answer_changes_nothing(
    gateway: TextGateway,
    draft: Draft,
    inside_hanbit: Company,
    fault: str,
) -> None:
    send = draft(people=2, channel="sms")
    lost(send, gateway, taken=1)
    later()
    gateway.faults.append(fault)
    outside(asking.ask_all)
    assert states(send) == {"unknown": 2}
    outside(asking.ask_all)
    assert states(send) == {"accepted": 1, "pending": 1}


def test_what_was_never_taken_of_a_cancelled_send_is_free_and_stays_unsent(
    gateway: TextGateway,
    draft: Draft,
    inside_hanbit: Company,
) -> None:
    send = draft(people=3, channel="sms")
    lost(send, gateway, taken=1)
    send.refresh_from_db()
    steering.cancel(send)
    run_pumps()
    later()
    outside(asking.ask_all)
    run_pumps()
    assert states(send) == {"accepted": 1, "unknown": 2}
    assert len(gateway.taken()) == 1
    assert progress(send).money.held == 0


def test_a_paused_send_stays_paused(
    gateway: TextGateway,
    draft: Draft,
    inside_hanbit: Company,
) -> None:
    send = draft(people=2, channel="sms")
    lost(send, gateway, taken=0)
    send.refresh_from_db()
    steering.pause(send)
    later()
    outside(asking.ask_all)
    run_pumps()
    assert states(send) == {"pending": 2}
    assert gateway.taken() == []
