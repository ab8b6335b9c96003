"""The meter: charges once, holds what it must, refunds once (Q3, Q4)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from billing.models import AccountBalance, Hold, LedgerTx, UsageConflict, UsageEvent
from billing.services.holds import HoldExceeded
from billing.services.ledger import KeyReused
from dangol import clock
from dangol.ids import new_id
from messaging import ports
from messaging.ports import Charge, InsufficientBalance
from tenants.models import Company

pytestmark = pytest.mark.feature("Q4")


def charge(
    channel: ports.Channel = "sms", message_id: UUID | None = None, price: int = 25
) -> Charge:
    key = message_id or new_id()
    return Charge(key, channel, price, clock.now(), "sink", f"sink-{key}")


def head(company: Company) -> AccountBalance:
    return AccountBalance.objects.get(company=company)


def test_a_new_company_has_fifty_thousand_won_of_credit_and_nothing_else(
    inside_hanbit: Company,
) -> None:
    account = ports.meter().account()
    assert (account.balance, account.credit_limit, account.unused_credit) == (0, 50_000, 50_000)
    assert (account.held, account.available) == (0, 50_000)


def test_prices_are_those_of_the_published_version(inside_hanbit: Company) -> None:
    meter = ports.meter()
    assert [meter.unit_price(c) for c in ("email", "sms", "lms")] == [2, 25, 50]


def test_a_hold_lowers_what_is_available_and_its_key_makes_it_once(inside_hanbit: Company) -> None:
    meter = ports.meter()
    first = meter.hold("send-1", 30_000, purpose="test")
    assert meter.hold("send-1", 30_000, purpose="test") == first
    assert meter.account().available == 20_000
    with pytest.raises(InsufficientBalance) as refused:
        meter.hold("send-2", 20_001, purpose="test")
    assert (refused.value.needed, refused.value.available) == (20_001, 20_000)
    with pytest.raises(KeyReused):
        meter.hold("send-1", 29_999, purpose="test")


def test_a_flush_charges_each_message_once_whatever_is_repeated(inside_hanbit: Company) -> None:
    meter = ports.meter()
    hold = meter.hold("send", 1_000, purpose="test")
    charges = [charge(), charge(), charge("email", price=2)]
    assert meter.capture(hold, [*charges, charges[0]]) == 52
    assert meter.capture(hold, charges) == 0
    assert meter.capture(hold, [charges[1], one := charge()]) == 25
    assert UsageEvent.objects.count() == 4
    assert Hold.objects.get(pk=hold).left == 1_000 - 77
    account = meter.account()
    assert (account.unused_credit, account.held) == (50_000 - 77, 923)
    assert LedgerTx.objects.filter(kind="capture").count() == 2
    assert UsageEvent.objects.get(event_id=one.message_id).ledger_seq == 2


def test_the_same_message_with_another_body_is_a_conflict_and_charges_nothing(
    inside_hanbit: Company,
) -> None:
    meter = ports.meter()
    hold = meter.hold("send", 1_000, purpose="test")
    first = charge()
    meter.capture(hold, [first])
    assert meter.capture(hold, [charge("lms", first.message_id, 50)]) == 0
    assert meter.capture(hold, [charge("lms", first.message_id, 50)]) == 0
    assert UsageConflict.objects.get().event_id == first.message_id
    assert UsageEvent.objects.get().amount == 25


def test_a_capture_beyond_its_hold_is_refused_whole(inside_hanbit: Company) -> None:
    meter = ports.meter()
    hold = meter.hold("send", 40, purpose="test")
    with pytest.raises(HoldExceeded):
        meter.capture(hold, [charge(), charge()])
    assert UsageEvent.objects.count() == 0
    assert meter.capture(hold, [charge()]) == 25
    with pytest.raises(HoldExceeded):
        meter.release(hold, 16)
    meter.release(hold, 15)
    assert (meter.account().held, Hold.objects.get(pk=hold).left) == (0, 0)


def test_a_failed_message_is_refunded_once_and_in_its_own_month(inside_hanbit: Company) -> None:
    meter = ports.meter()
    hold = meter.hold("send", 50, purpose="test")
    failed = charge()
    meter.capture(hold, [failed, charge()])
    assert meter.refund(failed.message_id, reason="no such number") is True
    assert meter.refund(failed.message_id, reason="no such number") is False
    assert meter.refund(new_id(), reason="never sent") is False
    assert meter.account().unused_credit == 50_000 - 25
    refund = UsageEvent.objects.get(source="refund")
    original = UsageEvent.objects.get(source="message", event_id=failed.message_id)
    assert (refund.amount, refund.service_month) == (-25, original.service_month)


def test_a_flush_takes_the_same_few_statements_whatever_its_size(
    inside_hanbit: Company, django_assert_num_queries: Callable[..., object]
) -> None:
    meter = ports.meter()
    hold = meter.hold("send", 50_000, purpose="test")
    with django_assert_num_queries(11):
        meter.capture(hold, [charge() for _ in range(5)])
    with django_assert_num_queries(11):
        meter.capture(hold, [charge("email", price=2) for _ in range(1_000)])


def test_the_database_refuses_a_ledger_row_that_changes(inside_hanbit: Company) -> None:
    meter = ports.meter()
    meter.capture(meter.hold("send", 50, purpose="test"), [charge()])
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("UPDATE billing_ledgerleg SET amount = amount * 2")
