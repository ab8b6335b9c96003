"""What billing does for the layers below it, registered once at start."""

from __future__ import annotations

from billing.demo import Past
from billing.foot import foot
from billing.models import CompanyProfile
from billing.services import books, prices, quotas
from billing.services.meter import LedgerMeter
from billing.services.seats import SeatHistory
from dangol import clock
from messaging import ports as messaging_ports
from tenants import ports as tenants_ports
from tenants.models import Company


class Opening:
    """What a new company gets from billing: prices, a book, limits, a registration to fill in."""

    def founded(self, company: Company) -> None:
        prices.open_contract(company, clock.today())
        books.open_book(company)
        quotas.open_limits(company)
        CompanyProfile.objects.create(company=company, legal_name=company.name)


def plan_prices(company: Company) -> dict[str, int]:
    """Port of tenants: what the first users of each plan cost today."""
    book = prices.book_on(company, clock.today())
    return {plan: price.listed for plan, price in book.plans.items()}


def register() -> None:
    """The layer's ready hook."""
    messaging_ports.register_meter(LedgerMeter())
    tenants_ports.register_seats(SeatHistory())
    tenants_ports.register_welcome(Opening())
    tenants_ports.register_foot(foot)
    tenants_ports.register_plan_prices(plan_prices)
    tenants_ports.register_demo(Past())
