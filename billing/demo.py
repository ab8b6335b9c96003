"""What billing adds to demo companies (X1): registration data, a top-up, the bills of past months.

All of it by the same services and at the company's own time; nothing is written behind them. Names
and addresses are made up, domains end in `.example`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any

from billing.models import CompanyProfile, TopUp
from billing.services import invoices, prices, registration, topups
from billing.services.months import Month
from dangol import clock
from tenants import context
from tenants.models import Company

PROVIDER = {
    "legal_name": "단골 주식회사",
    "representative": "나단골",
    "street": "서울시 가상구 본보기로 100, 8층",
    "business_type": "정보통신업",
    "business_item": "소프트웨어 공급",
    "email": "billing@dangol.example",
}
CUSTOMER = {
    "representative": "이수진",
    "street": "서울시 가상구 본보기로 1, 3층",
    "business_type": "도소매업",
    "business_item": "산업용품 · 사무용품",
}
TOP_UP, TOP_UP_PAID = 300_000, 330_000
"""Won before and with VAT, paid on the day the company came."""
PAID_AT = time(14)
ISSUED_AT = time(9)
"""On the first working morning after the month: when an operator would issue it."""


class Past:
    """`tenants.ports.Demo`: a company that has been a customer for a while."""

    def furnish(self, company: Company) -> None:
        if company.is_provider:
            _register(company, PROVIDER)
            return
        _register(company, CUSTOMER | {"email": f"tax@{company.address}.example"})
        _pay_in(company)
        _close_past_months(company)


def _register(company: Company, facts: dict[str, Any]) -> None:
    """Fills in what is empty and leaves what somebody has written."""
    with context.inside(company):
        profile = CompanyProfile.objects.get(company=company)
        missing = {
            name: value
            for name, value in facts.items()
            if getattr(profile, name) in ("", company.name)
        }
        if missing:
            registration.change(company, missing)


def _pay_in(company: Company) -> None:
    """The first top-up, entered when it came."""
    day = prices.first_day(company)
    if day is None or TopUp.objects.filter(company=company).exists():
        return
    with _living_at(company, datetime.combine(day, PAID_AT, tzinfo=clock.KOREA)):
        topups.enter(
            company,
            supply=TOP_UP,
            paid=TOP_UP_PAID,
            reference=f"{company.name} {day:%m%d}",
            received_on=day,
            entered_by=PROVIDER["legal_name"],
        )


@contextmanager
def _living_at(company: Company, moment: datetime) -> Iterator[None]:
    """The company's own clock shows `moment`; its row is not touched."""
    shift, company.clock_shift = company.clock_shift, moment - clock.real_now()
    try:
        yield
    finally:
        company.clock_shift = shift


def _close_past_months(company: Company) -> None:
    """Issues the invoice of each month that has ended, as of the morning after it.

    Bills come from the provider: without it (in benchmarks of other things) there are none.
    """
    first = prices.first_day(company)
    if first is None or not Company.objects.filter(is_provider=True).exists():
        return
    month, running = Month.of(first), Month.of(clock.today())
    while month < running:
        morning = datetime.combine(month.next.first, ISSUED_AT, tzinfo=clock.KOREA)
        with _living_at(company, morning):
            invoices.close(company, month)
        month = month.next
