"""The ledger's own guards, and what its verification finds (Q4)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from billing.models import AccountBalance, LedgerTx, TopUp
from billing.services import ledger, topups, verification
from billing.tests.test_meter import charge
from dangol import clock
from dangol.errors import RuleBroken
from dangol.ids import new_id
from messaging import ports
from messaging.ports import InsufficientBalance
from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("Q4")


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
            hanbit,
            supply=100_000,
            paid=110_000,
            reference="K-77",
            received_on=clock.today(),
            entered_by="op",
        )
        assert (top_up.vat, top_up.paid) == (10_000, 110_000)
        with pytest.raises(RuleBroken) as again:
            topups.enter(
                hanbit,
                supply=100_000,
                paid=110_000,
                reference="K-77",
                received_on=clock.today(),
                entered_by="op",
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
        topups.enter(
            hanbit,
            supply=supply,
            paid=supply * 11 // 10,
            reference=reference,
            received_on=day,
            entered_by="op",
        )
    assert refused.value.code == code
