"""Work of billing that comes back by itself."""

from __future__ import annotations

import logging

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery

from billing.models import Contract, Invoice
from billing.services import invoices, verification
from billing.services.months import Month
from dangol import clock
from tenants import context
from tenants.models import Company

log = logging.getLogger(__name__)


def draft_months() -> int:
    """Drafts the month that has ended, for each company by its own clock; returns how many.

    A company whose month cannot be computed is logged and holds up no other.
    """
    drafted = 0
    for company in _customers():
        if not _is_due(company):
            continue
        try:
            drafted += len(invoices.draft_due(company))
        except Exception:
            log.exception("The month of company %s could not be drafted.", company.pk)
    return drafted


def _customers() -> list[Company]:
    with context.platform("find months to draft"):
        return list(
            Company.objects.filter(is_provider=False)
            .annotate(
                first_day=_of_company(Contract.objects.all(), Min("starts_on")),
                last_month=_of_company(Invoice.objects.all(), Max("month")),
            )
            .order_by("pk")
        )


def _of_company(rows: QuerySet[Contract] | QuerySet[Invoice], value: Min | Max) -> Subquery:
    own = rows.filter(company=OuterRef("pk")).order_by().values("company")
    return Subquery(own.annotate(value=value).values("value"))


def _is_due(company: Company) -> bool:
    """Whether a month that has ended for the company has no invoice (read from `_customers`)."""
    with clock.shifted(company.clock_shift):
        ended = Month.of(clock.now() - invoices.DRAFT_DELAY).previous
    if company.first_day is None or Month.of(company.first_day) > ended:  # type: ignore[attr-defined]
        return False
    return company.last_month is None or Month(company.last_month) < ended  # type: ignore[attr-defined]


def check_balances() -> int:
    """Compares every account with its ledger and holds; logs what differs, returns how many."""
    with context.platform("check the balances"):
        findings = verification.drifted()
    for finding in findings:
        log.error("%s", finding)
    return len(findings)
