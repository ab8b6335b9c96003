"""The ledger against a simple model, step by step (Q4, INV1-INV5)."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from billing.models import Hold, LedgerLeg, LedgerTx, UsageEvent
from billing.services import ledger, verification
from billing.services.meter import LedgerMeter
from billing.tests.test_meter import charge
from dangol.ids import new_id
from messaging.ports import InsufficientBalance
from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("Q4")


class Machine(RuleBasedStateMachine):
    """Holds, captures, releases, refunds and top-ups in any order, beside a dictionary."""

    company: Company
    holds = Bundle("holds")
    messages = Bundle("messages")

    @initialize()
    def begin(self) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        self.place = context.inside(self.company)
        self.place.__enter__()
        self.meter = LedgerMeter()
        self.prepaid, self.owed, self.limit = 0, 0, 50_000
        self.left: dict[object, int] = {}
        self.captured = 0

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.place.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    @property
    def available(self) -> int:
        return self.prepaid - self.owed + self.limit - sum(self.left.values())

    @rule(target=holds, amount=st.integers(0, 60_000))
    def hold(self, amount: int) -> object:
        if amount > self.available:
            with pytest.raises(InsufficientBalance):
                self.meter.hold(str(new_id()), amount, purpose="model")
            return multiple()
        key = self.meter.hold(str(new_id()), amount, purpose="model")
        self.left[key] = amount
        return key

    @rule(target=messages, hold=holds, count=st.integers(1, 40))
    def capture(self, hold: object, count: int) -> object:
        charges = [charge() for _ in range(min(count, self.left[hold] // 25))]
        won = self.meter.capture(hold, charges)  # type: ignore[arg-type]
        assert won == 25 * len(charges)
        assert self.meter.capture(hold, charges) == 0  # type: ignore[arg-type]
        self.left[hold] -= won
        from_prepaid = min(self.prepaid, won)
        self.prepaid -= from_prepaid
        self.owed += won - from_prepaid
        self.captured += won
        return multiple(*(one.message_id for one in charges))

    @rule(hold=holds, part=st.floats(0, 1))
    def release(self, hold: object, part: float) -> None:
        amount = int(self.left[hold] * part)
        self.meter.release(hold, amount)  # type: ignore[arg-type]
        self.left[hold] -= amount

    @rule(message=consumes(messages))
    def refund(self, message: object) -> None:
        assert self.meter.refund(message, reason="failed")  # type: ignore[arg-type]
        assert not self.meter.refund(message, reason="failed")  # type: ignore[arg-type]
        to_credit = min(self.owed, 25)
        self.owed -= to_credit
        self.prepaid += 25 - to_credit
        self.captured -= 25

    @rule(thousands=st.integers(1, 50))
    def top_up(self, thousands: int) -> None:
        won = thousands * 1_000
        ledger.post(
            self.company,
            kind=LedgerTx.Kind.TOP_UP,
            key=str(new_id()),
            legs={"bank": -won, "prepaid": won},
            facts={},
        )
        self.prepaid += won

    @invariant()
    def the_account_is_what_the_model_says(self) -> None:
        if not hasattr(self, "place"):
            return
        account = self.meter.account()
        assert account.balance == self.prepaid
        assert account.unused_credit == self.limit - self.owed
        assert account.held == sum(self.left.values())
        assert account.available == self.available >= 0

    @invariant()
    def the_book_is_whole(self) -> None:
        if not hasattr(self, "place"):
            return
        assert verification.verify(self.company).findings == ()
        unbalanced = LedgerTx.objects.annotate(sum=Sum("legs__amount")).exclude(sum=0)
        assert not unbalanced.filter(sum__isnull=False).exists()
        assert not Hold.objects.filter(amount__lt=F("captured") + F("released")).exists()
        sold = LedgerLeg.objects.filter(account__kind="usage").aggregate(s=Sum("amount"))["s"] or 0
        assert sold == self.captured == sum(UsageEvent.objects.values_list("amount", flat=True))


def test_any_order_of_holds_captures_releases_refunds_and_top_ups_keeps_the_book_whole(
    hanbit: Company,
) -> None:
    Machine.company = hanbit
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
