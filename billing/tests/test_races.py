"""Many at once, on the real server (Q4, Q5): no overdraft, no double refund, no gap."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, connections

from billing.models import AccountBalance, Hold, LedgerAccount, UsageEvent
from billing.services import invoices, quotas, verification
from billing.services.months import Month
from billing.services.operating import set_limits
from billing.services.quotas import Limit
from billing.tests.test_meter import charge
from billing.tests.travel import moment
from dangol import clock
from messaging import ports
from messaging.ports import InsufficientBalance
from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("Q4")
T = TypeVar("T")


def at_once(
    company: Company | None, work: Callable[[int], T], times: int, threads: int = 8
) -> list[T]:
    """Runs work(0) ... work(times - 1) in threads of their own connections."""

    def run(number: int) -> T:
        try:
            if company is None:
                with context.platform("race"):
                    return work(number)
            with context.inside(company):
                return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(times)))


def try_hold(number: int) -> bool:
    try:
        ports.meter().hold(f"race-{number}", 7_000, purpose="race")
    except InsufficientBalance:
        return False
    return True


def forget_account(company: Company) -> None:
    """Makes the account one that nobody has ever used, not even its founding."""
    with context.platform("race"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM billing_accountbalance WHERE company_id = %s", [company.pk])
        cursor.execute("ALTER TABLE billing_ledgeraccount DISABLE TRIGGER append_only")
        LedgerAccount.objects.filter(company=company).delete()
        cursor.execute("ALTER TABLE billing_ledgeraccount ENABLE TRIGGER append_only")


@pytest.mark.parametrize("never_used", [False, True])
def test_eight_senders_at_the_limit_never_overdraw(
    committed_db: None, hanbit: Company, never_used: bool
) -> None:
    if never_used:
        forget_account(hanbit)
    held = at_once(hanbit, try_hold, times=24)
    assert held.count(True) == 50_000 // 7_000
    with context.platform("race"):
        balance = AccountBalance.objects.get(company=hanbit)
        assert (balance.held, balance.available) == (49_000, 1_000)


def test_one_hold_key_raced_by_eight_is_one_hold(committed_db: None, hanbit: Company) -> None:
    found = at_once(hanbit, lambda _: ports.meter().hold("same", 5_000, purpose="race"), times=8)
    assert len(set(found)) == 1
    with context.inside(hanbit):
        assert ports.meter().account().held == 5_000


def test_the_same_flush_raced_by_eight_charges_once_and_the_chain_holds(
    committed_db: None, hanbit: Company
) -> None:
    with context.inside(hanbit):
        hold = ports.meter().hold("send", 50_000, purpose="race")
    shared = [charge() for _ in range(50)]
    own = [[charge() for _ in range(20)] for _ in range(16)]
    won = at_once(hanbit, lambda n: ports.meter().capture(hold, own[n] + shared), times=16)
    assert sum(won) == (50 + 16 * 20) * 25
    with context.platform("race"):
        assert UsageEvent.objects.filter(company=hanbit).count() == 370
        assert Hold.objects.get(pk=hold).captured == sum(won)
        assert verification.verify(hanbit).findings == ()


def test_one_refund_raced_by_eight_pays_once(committed_db: None, hanbit: Company) -> None:
    with context.inside(hanbit):
        meter = ports.meter()
        failed = charge()
        meter.capture(meter.hold("send", 25, purpose="race"), [failed])
    done = at_once(hanbit, lambda _: ports.meter().refund(failed.message_id, reason="x"), times=8)
    assert done.count(True) == 1
    with context.inside(hanbit):
        assert ports.meter().account().unused_credit == 50_000


def test_racing_issues_number_without_a_gap(
    committed_db: None, hanbit: Company, daon: Company
) -> None:
    companies = [hanbit, daon] * 4
    month = Month.of(clock.today())
    as_of = moment(f"{month.next.first} 09:00")
    made = at_once(None, lambda n: invoices.close(companies[n], month, as_of).number, times=8)
    assert sorted(set(made)) == [f"{month}-00001", f"{month}-00002"]


def test_racing_senders_get_exactly_the_quota(committed_db: None, hanbit: Company) -> None:
    set_limits(hanbit, {"sms": Limit(100, 1_000)})
    now = clock.now()
    got = at_once(hanbit, lambda _: ports.meter().take_quota("sms", 30, now), times=8)
    assert sum(got) == 100
    with context.inside(hanbit):
        assert quotas.used_at(hanbit, "sms", now) == {"day": 100, "month": 100}
