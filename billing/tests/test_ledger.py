"""The ledger against a simple model, step by step (Q4, INV1-INV5), and its own guards."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
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

from billing.models import AccountBalance, Hold, LedgerLeg, LedgerTx, TopUp, UsageEvent
from billing.services import ledger, topups, verification
from billing.services.meter import LedgerMeter
from billing.tests.test_meter import charge
from dangol import clock
from dangol.errors import RuleBroken
from dangol.ids import new_id
from messaging import ports
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
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def write(company: Company, won: int = 5_000, key: str = "top-up:1") -> LedgerTx:
    return ledger.post(
        company,
        kind=LedgerTx.Kind.TOP_UP,
        key=key,
        legs={"bank": -won, "prepaid": won},
        facts={"reference": key},
    )


def alter(statement: str) -> None:
    """Changes the ledger behind the back of its triggers, as only a database owner could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE billing_ledgertx DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE billing_ledgerleg DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE billing_usageevent DISABLE TRIGGER USER")
        cursor.execute(statement)


@pytest.fixture
def book(hanbit: Company) -> Company:
    """Hanbit's book with three entries: a top-up, a charge, another top-up."""
    with context.platform("tests"):
        write(hanbit)
        with context.inside(hanbit):
            meter = ports.meter()
            meter.capture(meter.hold("send", 100, purpose="test"), [charge(), charge()])
        write(hanbit, key="top-up:2")
        assert verification.verify(hanbit) == verification.Proof(3, ())
    return hanbit


@pytest.mark.parametrize(
    ("statement", "seq", "problem"),
    [
        (
            "UPDATE billing_ledgerleg SET amount = amount * 2 WHERE tx_id IN"
            " (SELECT id FROM billing_ledgertx WHERE seq = 1)",
            1,
            "altered",
        ),
        ("UPDATE billing_ledgertx SET facts = '{}' WHERE seq = 3", 3, "altered"),
        ("UPDATE billing_usageevent SET unit_price = 50, amount = 50", 2, "usage behind it was"),
        ("DELETE FROM billing_usageevent", 2, "usage behind it is missing"),
        ("UPDATE billing_usageevent SET ledger_seq = 3", 3, "did not charge"),
        ("UPDATE billing_usageevent SET ledger_seq = 0", None, "no entry charged"),
        ("UPDATE billing_usageevent SET ledger_seq = 99", None, "no entry charged"),
        (
            "DELETE FROM billing_ledgerleg WHERE tx_id IN"
            " (SELECT id FROM billing_ledgertx WHERE seq = 2);"
            "DELETE FROM billing_ledgertx WHERE seq = 2",
            3,
            "entry 2 is missing",
        ),
        (
            "DELETE FROM billing_ledgerleg WHERE tx_id IN"
            " (SELECT id FROM billing_ledgertx WHERE seq = 3);"
            "DELETE FROM billing_ledgertx WHERE seq = 3",
            None,
            "end of the chain",
        ),
        ("UPDATE billing_accountbalance SET posted = posted + 1", None, "account says"),
        ("UPDATE billing_usagetotal SET quantity = quantity + 1", None, "sums of its usage"),
    ],
)
def test_verification_names_what_was_altered(
    book: Company, statement: str, seq: int | None, problem: str
) -> None:
    with context.platform("tests"):
        if connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        alter(statement)
        findings = verification.verify(book).findings
    assert any(f.seq == seq and problem in f.problem for f in findings), findings


@pytest.mark.parametrize(
    "table",
    ["billing_ledgertx", "billing_ledgerleg", "billing_usageevent", "billing_usagekey",
     "billing_seatevent", "billing_ledgeraccount"],
)  # fmt: skip
def test_append_only_tables_refuse_changes_even_to_their_owner(book: Company, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET company_id = company_id"):
        with (
            context.platform("tests"),
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_legs_that_do_not_add_up_never_commit(hanbit: Company) -> None:
    with (
        context.platform("tests"),
        pytest.raises(DatabaseError, match="add up"),
        transaction.atomic(),
    ):
        ledger.post(
            hanbit, kind="top_up", key="crooked", legs={"bank": -10, "prepaid": 11}, facts={}
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_itself_refuses_an_overdrawn_account(hanbit: Company) -> None:
    balances = AccountBalance.objects.filter(company=hanbit)
    for change in ({"held": 50_001}, {"posted": -50_001, "owed": 50_001}, {"owed": -1}):
        with (
            context.platform("tests"),
            pytest.raises(IntegrityError, match="billing_balance"),
            transaction.atomic(),
        ):
            balances.update(**change)


def test_a_published_price_version_cannot_change_or_go(db: None) -> None:
    for statement in (
        "UPDATE billing_priceversion SET body = '{}'",
        "DELETE FROM billing_priceversion",
    ):
        with (
            context.platform("tests"),
            pytest.raises(DatabaseError, match="is published"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_contracts_of_one_company_never_overlap(hanbit: Company) -> None:
    with (
        context.platform("tests"),
        pytest.raises(IntegrityError, match="no_overlap"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO billing_contract (id, company_id, price_version_id, starts_on)"
            " SELECT %s, company_id, price_version_id, starts_on + 40 FROM billing_contract"
            " WHERE company_id = %s",
            [new_id(), hanbit.pk],
        )


def test_the_same_key_writes_once_and_another_body_is_an_error(hanbit: Company) -> None:
    with context.platform("tests"):
        assert write(hanbit).pk == write(hanbit).pk
        with pytest.raises(ledger.KeyReused):
            write(hanbit, won=6_000)
        assert AccountBalance.objects.get(company=hanbit).posted == 5_000


def test_an_entry_is_reversed_exactly_and_once(hanbit: Company) -> None:
    with context.platform("tests"):
        entry = write(hanbit)
        ledger.reverse(entry, reason="wrong company")
        with pytest.raises(RuleBroken):
            ledger.reverse(entry, reason="again")
        assert AccountBalance.objects.get(company=hanbit).posted == 0
        assert verification.verify(hanbit) == verification.Proof(2, ())


def test_a_top_up_that_is_spent_cannot_be_reversed(book: Company) -> None:
    with context.platform("tests"):
        for entry in LedgerTx.objects.filter(company=book, kind="top_up").order_by("seq")[:1]:
            ledger.reverse(entry, reason="wrong company")
        with pytest.raises(InsufficientBalance):
            ledger.reverse(LedgerTx.objects.get(company=book, seq=3), reason="wrong company")


def test_a_top_up_adds_the_supply_value_and_is_entered_once(hanbit: Company) -> None:
    with context.platform("tests"):
        top_up = topups.enter(
            hanbit, supply=100_000, reference="K-77", received_on=clock.today(), entered_by="op"
        )
        assert (top_up.vat, top_up.paid) == (10_000, 110_000)
        with pytest.raises(RuleBroken) as again:
            topups.enter(
                hanbit, supply=100_000, reference="K-77", received_on=clock.today(), entered_by="op"
            )
        assert again.value.code == "topup_again"
        assert TopUp.objects.count() == 1
    with context.inside(hanbit):
        assert ports.meter().account().available == 150_000


@pytest.mark.parametrize(
    ("supply", "reference", "day", "code"),
    [
        (1_500, "A", date(2026, 1, 1), "topup_amount"),
        (0, "A", date(2026, 1, 1), "topup_amount"),
        (-5_000, "A", date(2026, 1, 1), "topup_amount"),
        (2_000_000_000_000, "A", date(2026, 1, 1), "topup_amount"),
        (5_000, " ", date(2026, 1, 1), "topup_reference"),
        (5_000, "A", date(2999, 1, 1), "topup_day"),
    ],
)
def test_a_wrong_top_up_is_refused_with_its_reason(
    hanbit: Company, supply: int, reference: str, day: date, code: str
) -> None:
    with context.platform("tests"), pytest.raises(RuleBroken) as refused:
        topups.enter(hanbit, supply=supply, reference=reference, received_on=day, entered_by="op")
    assert refused.value.code == code
