"""Under one company's role another's money is not there, and the ledger only grows (V1)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from billing.models import Invoice
from billing.services import invoices, topups
from billing.services.months import Month
from billing.tests.test_meter import charge
from billing.tests.travel import moment
from dangol import clock
from messaging import ports
from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("V1")

# fmt: off
OWNED = (
    "contract", "companyprofile", "seatevent", "usagekey", "usageevent", "usagetotal",
    "ledgeraccount", "ledgertx", "ledgerleg", "accountbalance", "hold", "companylimits",
    "quotawindow", "topup", "invoice", "invoiceline",
)
# fmt: on


@pytest.fixture
def both(hanbit: Company, daon: Company) -> tuple[Company, Company]:
    """Both companies with a row in every table of billing."""
    month = Month.of(clock.today())
    for company in (hanbit, daon):
        with context.inside(company):
            meter = ports.meter()
            meter.capture(meter.hold("send", 100, purpose="test"), [charge()])
            meter.take_quota("sms", 1, clock.now())
        with context.platform("tests"):
            topups.enter(
                company,
                supply=5_000,
                paid=5_500,
                reference="T",
                received_on=month.first,
                entered_by="op",
            )
        invoices.close(company, month, moment(f"{month.next.first} 00:10"))
    return hanbit, daon


def count(table: str, where: str = "true") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM billing_{table} WHERE {where}")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("table", OWNED)
def test_a_company_sees_its_own_rows_and_no_others(
    both: tuple[Company, Company], table: str
) -> None:
    hanbit, daon = both
    with context.platform("tests"):
        assert count(table, f"company_id = {daon.pk}") > 0
        own = count(table, f"company_id = {hanbit.pk}")
    with context.inside(hanbit):
        assert count(table) == own > 0
        assert count(table, f"company_id = {daon.pk}") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_ledgertx SET facts = '{}'",
        "DELETE FROM billing_ledgerleg",
        "UPDATE billing_usageevent SET amount = 0",
        "DELETE FROM billing_seatevent",
        "UPDATE billing_accountbalance SET credit_limit = 999999999",
        "INSERT INTO billing_accountbalance (company_id, credit_limit) VALUES (999, 1)",
        "UPDATE billing_hold SET amount = 1",
        "UPDATE billing_companylimits SET per_day = 999999",
        "UPDATE billing_invoice SET total = 0",
        "DELETE FROM billing_invoice",
        "INSERT INTO billing_topup SELECT * FROM billing_topup",
        "UPDATE billing_contract SET ends_on = NULL",
        "UPDATE billing_priceversion SET body = '{}'",
        "SELECT * FROM billing_numbercounter",
    ],
)
def test_a_company_may_not(both: tuple[Company, Company], statement: str) -> None:
    with (
        context.inside(both[0]),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_company_may_not_write_into_another_book(both: tuple[Company, Company]) -> None:
    hanbit, daon = both
    with (
        context.inside(hanbit),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO billing_usagekey (company_id, source, event_id, body_sha256)"
            " VALUES (%s, 'message', gen_random_uuid(), '')",
            [daon.pk],
        )


def test_an_invoice_is_found_by_its_own_company_only(both: tuple[Company, Company]) -> None:
    hanbit, daon = both
    with context.platform("tests"):
        foreign = Invoice.objects.get(company=daon)
    with context.inside(hanbit):
        assert not Invoice.objects.filter(pk=foreign.pk).exists()
