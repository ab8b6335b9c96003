"""Companies as the provider's staff see them, from shared tables only (T1).

Call these on the platform.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.db import connection
from django.db.models import (
    BigIntegerField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from billing import labels
from billing.charts import Chart
from billing.models import (
    AccountBalance,
    CompanyProfile,
    Invoice,
    SeatEvent,
    TopUp,
    UsageDay,
    UsageTotal,
)
from billing.models.usage import Channel
from billing.queries import subscriptions, usage
from billing.queries.subscriptions import Subscription
from billing.services import forecast, prices, quotas
from billing.services.forecast import MonthSoFar
from billing.services.invoices import company_time
from billing.services.months import Month
from billing.services.quotas import Limit
from dangol import clock
from dangol.errors import RuleBroken
from tenants.models import Company

Rows: TypeAlias = QuerySet[UsageTotal] | QuerySet[SeatEvent] | QuerySet[Invoice]
if TYPE_CHECKING:
    Whole: TypeAlias = BigIntegerField[int, int] | IntegerField[int, int]


@dataclass(frozen=True)
class ChannelLimit:
    """A channel's limits, and what is used of them now."""

    channel: Channel
    limit: Limit
    used_day: int
    used_month: int


@dataclass(frozen=True)
class CompanyView:
    """Everything the page of one company shows; the money is whole won before VAT."""

    company: Company
    account: AccountBalance
    month: MonthSoFar
    messages: int
    subscription: Subscription
    subscription_change: int
    receivable: int
    due_first: date | None
    """The day by which the oldest open invoice is to be paid."""
    price_version: int
    limits: tuple[ChannelLimit, ...]
    invoices: tuple[Invoice, ...]
    top_ups: tuple[TopUp, ...]
    chart: Chart
    storage: int
    """Bytes of the company's own schema."""
    profile: CompanyProfile

    @property
    def change(self) -> str:
        """How the subscription differs from the end of last month: +₩500,000."""
        return labels.change(self.subscription_change)


def measures() -> dict[str, Coalesce | CombinedExpression | Subquery]:
    """What may be asked of each company, by name.

    `seats` are today's, `usage` is won of messages this month, `receivable` won of issued invoices
    that are to be paid, `available` what may be spent, `last_sent` the last day on which a message
    was accepted.
    """
    month = Month.of(clock.today())
    held = SeatEvent.objects.filter(company=OuterRef("pk"))
    used = UsageTotal.objects.filter(company=OuterRef("pk"), service_month=month.first)
    issued = Invoice.objects.filter(company=OuterRef("pk"), state=Invoice.State.ISSUED)
    sent = UsageDay.objects.filter(company=OuterRef("pk")).order_by("-day")
    return {
        "seats": _sum(held, F("delta"), IntegerField()),
        "usage": _sum(used, F("amount"), BigIntegerField()),
        "receivable": _sum(issued, F("total") - F("prepaid"), BigIntegerField()),
        "available": F("message_account__posted")
        + F("message_account__credit_limit")
        - F("message_account__held"),
        "last_sent": Subquery(sent.values("day")[:1], output_field=DateField()),
    }


def customers() -> QuerySet[Company]:
    """All companies but the provider, with every measure and their account."""
    found = Company.objects.filter(is_provider=False).select_related("message_account")
    return found.annotate(**measures())


def _sum(rows: Rows, value: F | CombinedExpression, kind: Whole) -> Coalesce:
    total = rows.order_by().values("company").annotate(total_of=Sum(value)).values("total_of")
    return Coalesce(Subquery(total, output_field=kind), Value(0, output_field=kind))


def matching(companies: QuerySet[Company], find: str) -> QuerySet[Company]:
    """Those with `find` in name or address, or at the start of the business number."""
    if not find:
        return companies
    return companies.filter(
        Q(name__icontains=find)
        | Q(address__icontains=find)
        | Q(business_number__startswith=find.replace("-", ""))
    )


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
        today = clock.today()
        month = forecast.month_so_far(company)
        standing = subscriptions.of(company, today)
        before = subscriptions.of(company, month.month.previous.last)
        invoices = Invoice.objects.filter(company=company).defer("inputs", "document")
        open_ones = [i for i in invoices.filter(state=Invoice.State.ISSUED) if i.due]
        return CompanyView(
            company=company,
            account=AccountBalance.objects.get(company=company),
            month=month,
            messages=sum(x.quantity for x in month.messages if x.item.startswith("message.")),
            subscription=standing,
            subscription_change=standing.won - before.won,
            receivable=sum(each.due for each in open_ones),
            due_first=min((each.due_date for each in open_ones), default=None),
            price_version=prices.book_on(company, today).number,
            limits=limits_of(company),
            invoices=tuple(invoices.order_by("-month")[:12]),
            top_ups=tuple(TopUp.objects.filter(company=company).order_by("-entered_at")[:12]),
            chart=usage.recent_chart(company, today),
            storage=_storage(company),
            profile=CompanyProfile.objects.filter(company=company).first() or CompanyProfile(),
        )


def limits_of(company: Company) -> tuple[ChannelLimit, ...]:
    """The limits that hold now, and what is used of them; call it at the company's time."""
    now = clock.now()
    return tuple(
        ChannelLimit(channel, quotas.limit_of(company, channel), used["day"], used["month"])
        for channel in Channel
        for used in [quotas.used_at(company, channel, now)]
    )


def _storage(company: Company) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
            WHERE relnamespace = to_regnamespace(%s) AND relkind IN ('r', 'm')
            """,
            [company.schema_name],
        )
        return int(cursor.fetchone()[0])
