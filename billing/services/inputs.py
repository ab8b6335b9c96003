"""Gathering what an invoice is computed from (Q5): contracts, seats, usage, registration data."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Sum

from billing.models import AccountBalance, CompanyProfile, Invoice, UsageEvent
from billing.services import prices, seats
from billing.services.calculation import CURRENT_RULE
from billing.services.months import Month
from tenants.models import Company


def gather(company: Company, month: Month) -> dict[str, Any]:
    """Everything the computation of this month reads, as JSON values.

    Call it on the platform. The ledger's present end is the freeze: what is charged later belongs
    to the next invoice, and entries up to it are complete, because they are written one by one.
    """
    head = AccountBalance.objects.get(company=company)
    earlier = (
        Invoice.objects.filter(company=company, month__lt=month.first).order_by("month").last()
    )
    return {
        "calc_rule": CURRENT_RULE,
        "company": company.pk,
        "month": str(month),
        "contracts": [
            {
                "from": contract.starts_on.isoformat(),
                "price_version": contract.price_version.number,
                "prices": contract.price_version.body,
                "sha256": contract.price_version.sha256,
            }
            for contract in prices.contracts_in(company, month)
        ],
        "seats": seats.daily(company, month),
        "usage": _usage(unbilled(company, month, head.seq, earlier)),
        "prepaid_before": _prepaid_before(company, month),
        "ledger": {"after": earlier.ledger_seq if earlier else 0, "to": head.seq},
        "parties": {"supplier": _party(_provider()), "buyer": _party(company)},
    }


def unbilled(
    company: Company, month: Month, until_seq: int, earlier: Invoice | None
) -> QuerySet[UsageEvent]:
    """Usage of the month and before, up to the entry, less what `earlier` and its forerunners took.

    An invoice takes the events of its month or before that were charged up to its entry, so each
    event is on exactly one invoice (Q3).
    """
    events = UsageEvent.objects.filter(
        company=company, service_month__lte=month.first, ledger_seq__lte=until_seq
    )
    if earlier is None:
        return events
    return events.filter(Q(service_month__gt=earlier.month) | Q(ledger_seq__gt=earlier.ledger_seq))


def _usage(events: QuerySet[UsageEvent]) -> list[dict[str, Any]]:
    groups = ("source", "channel", "service_month", "unit_price")
    sums = events.values(*groups).annotate(
        total_quantity=Sum("quantity"), total_amount=Sum("amount"), total_prepaid=Sum("prepaid")
    )
    return [
        {
            "source": row["source"],
            "channel": row["channel"],
            "service_month": str(Month.of(row["service_month"])),
            "unit_price": row["unit_price"],
            "quantity": row["total_quantity"],
            "amount": row["total_amount"],
            "prepaid": row["total_prepaid"],
        }
        for row in sums.order_by(*groups)
    ]


def _prepaid_before(company: Company, month: Month) -> dict[str, int]:
    """What earlier invoices deducted in all: {"supply": won, "vat": won}."""
    sums = Invoice.objects.filter(company=company, month__lt=month.first).aggregate(
        total=Sum("prepaid", default=0), supply=Sum("prepaid_supply", default=0)
    )
    return {"supply": sums["supply"], "vat": sums["total"] - sums["supply"]}


def _provider() -> Company:
    return Company.objects.get(is_provider=True)


def _party(company: Company) -> dict[str, str]:
    """Registration data as it stands now; what nobody has filled in stays empty."""
    profile = CompanyProfile.objects.filter(company=company).first() or CompanyProfile()
    return {
        "name": profile.legal_name or company.name,
        "business_number": company.business_number or "",
        "representative": profile.representative,
        "street": profile.street,
        "business_type": profile.business_type,
        "business_item": profile.business_item,
        "email": profile.email,
    }
