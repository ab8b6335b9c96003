"""The past of a demo company comes about by the same services, and adds up (X1)."""

from __future__ import annotations

import pytest

from billing.demo import CUSTOMER, TOP_UP, Past
from billing.models import CompanyProfile, Contract, Invoice, TopUp
from billing.services import invoices, verification
from billing.services.months import Month
from dangol import clock
from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("X1")


@pytest.fixture
def settled(hanbit: Company) -> Company:
    """Hanbit, as if it had become a customer two whole months ago."""
    with context.platform("tests"):
        first = Month.of(clock.today()).previous.previous.first
        Contract.objects.filter(company=hanbit).update(starts_on=first)
    return hanbit


def test_past_months_are_issued_each_on_its_morning_and_today_runs_on(settled: Company) -> None:
    with context.platform("demo"):
        Past().furnish(settled)
        issued = list(Invoice.objects.filter(company=settled).order_by("month"))
        running = Month.of(clock.today())
        assert [i.month for i in issued] == [
            running.previous.previous.first,
            running.previous.first,
        ]
        for invoice in issued:
            assert invoice.state == Invoice.State.ISSUED
            assert Month.of(invoice.issued_at) == Month(invoice.month).next  # type: ignore[arg-type]
            assert invoices.differences(invoice) == []
            assert invoice.parties["buyer"]["representative"] == CUSTOMER["representative"]
        assert TopUp.objects.get(company=settled).supply == TOP_UP
        assert verification.verify(settled).findings == ()
    settled.refresh_from_db()
    assert not settled.clock_shift


def test_furnishing_twice_adds_nothing(settled: Company) -> None:
    with context.platform("demo"):
        Past().furnish(settled)
        before = list(Invoice.objects.values_list("number", flat=True))
        Past().furnish(settled)
        assert list(Invoice.objects.values_list("number", flat=True)) == before
        assert TopUp.objects.count() == 1


def test_what_somebody_wrote_is_left_alone(settled: Company) -> None:
    with context.inside(settled):
        CompanyProfile.objects.update(representative="한가람")
    with context.platform("demo"):
        Past().furnish(settled)
        assert CompanyProfile.objects.get(company=settled).representative == "한가람"


def test_the_provider_gets_its_registration_data_and_no_bills(provider: Company) -> None:
    with context.platform("demo"):
        Past().furnish(provider)
        assert CompanyProfile.objects.get(company=provider).legal_name == "단골 주식회사"
        assert not Invoice.objects.exists()
