"""Companies as the provider's staff see them (T1). Call these on the platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import (
    BigIntegerField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from billing.models import AccountBalance, Invoice, SeatEvent, TopUp, UsageTotal
from billing.models.usage import Channel
from billing.services import forecast, prices, quotas
from billing.services.forecast import MonthSoFar
from billing.services.invoices import company_time
from billing.services.months import Month
from billing.services.quotas import Limit
from dangol import clock
from dangol.errors import RuleBroken
from tenants.models import Company

Rows: TypeAlias = QuerySet[UsageTotal] | QuerySet[SeatEvent]
if TYPE_CHECKING:
    Whole: TypeAlias = BigIntegerField[int, int] | IntegerField[int, int]
PAGE = 50


@dataclass(frozen=True)
class CompanyPage:
    """Up to fifty companies by address; the next page starts after `after` ("" on the last)."""

    rows: list[Company]
    after: str


@dataclass(frozen=True)
class ChannelLimit:
    """A channel's limits, and what is used of them now."""

    channel: Channel
    limit: Limit
    used_day: int
    used_month: int


@dataclass(frozen=True)
class CompanyView:
    """Everything the page of one company shows."""

    company: Company
    account: AccountBalance
    month: MonthSoFar
    price_version: int
    limits: tuple[ChannelLimit, ...]
    invoices: tuple[Invoice, ...]
    top_ups: tuple[TopUp, ...]


def customers() -> QuerySet[Company]:
    """All companies but the provider, with `message_account`, `seats`, `usage` (won this month)."""
    month = Month.of(clock.today())
    usage = UsageTotal.objects.filter(company=OuterRef("pk"), service_month=month.first)
    seats = SeatEvent.objects.filter(company=OuterRef("pk"))
    return (
        Company.objects.filter(is_provider=False)
        .select_related("message_account")
        .annotate(
            usage=_sum(usage, "amount", BigIntegerField()),
            seats=_sum(seats, "delta", IntegerField()),
            available=F("message_account__posted")
            + F("message_account__credit_limit")
            - F("message_account__held"),
        )
    )


def _sum(rows: Rows, field: str, kind: Whole) -> Coalesce:
    total = rows.order_by().values("company").annotate(total=Sum(field)).values("total")
    return Coalesce(Subquery(total, output_field=kind), Value(0, output_field=kind))


def page(find: str, after: str) -> CompanyPage:
    """Companies with `find` in name, address or business number, from beyond address `after`."""
    found = customers().order_by("address")
    if find:
        found = found.filter(
            Q(name__icontains=find)
            | Q(address__icontains=find)
            | Q(business_number__startswith=find.replace("-", ""))
        )
    rows = list(found.filter(address__gt=after)[: PAGE + 1])
    return CompanyPage(rows[:PAGE], rows[PAGE - 1].address if len(rows) > PAGE else "")


def find(name: str) -> Company:
    """The one company with this name or address; RuleBroken when there is none, or several."""
    found = list(Company.objects.filter(Q(address=name) | Q(name=name)).order_by("address")[:5])
    exact = [company for company in found if company.address == name] or found
    if not exact:
        raise RuleBroken(
            "company_unknown",
            f"There is no company '{name}'; 'dangol company list' shows all.",
            field="company",
        )
    if len(exact) > 1:
        addresses = ", ".join(company.address for company in exact)
        raise RuleBroken(
            "company_ambiguous",
            f"Several companies are called '{name}'; name one by its address: {addresses}.",
            field="company",
        )
    return exact[0]


def view_of(company: Company) -> CompanyView:
    """The company's page, at the company's own time."""
    with company_time(company):
        now = clock.now()
        return CompanyView(
            company=company,
            account=AccountBalance.objects.get(company=company),
            month=forecast.month_so_far(company),
            price_version=prices.book_on(company, clock.today()).number,
            limits=tuple(
                ChannelLimit(channel, quotas.limit_of(company, channel), used["day"], used["month"])
                for channel in Channel
                for used in [quotas.used_at(company, channel, now)]
            ),
            invoices=tuple(Invoice.objects.filter(company=company).order_by("-month")[:24]),
            top_ups=tuple(TopUp.objects.filter(company=company).order_by("-entered_at")[:24]),
        )
