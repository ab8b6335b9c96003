"""What companies' seats cost a month, by the same prices as their invoices (T1).

Call these on the platform.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from billing.models import Contract, PriceVersion, SeatEvent
from billing.services import prices, seats
from billing.services.pricing import PriceBook
from tenants.models import Company


@dataclass(frozen=True)
class Subscription:
    """Seats of all plans, the users who hold them, and won a month before VAT."""

    seats: int = 0
    users: int = 0
    won: int = 0


def of(company: Company, day: date) -> Subscription:
    """What a whole month with the seats of this day costs."""
    counts = seats.count_on(company, day)
    book = prices.book_on(company, day)
    return Subscription(
        seats=sum(counts.values()),
        users=_users([company.pk], day)[company.pk],
        won=_won(book, counts),
    )


def of_many(companies: Collection[int], day: date) -> dict[int, Subscription]:
    """The same for many companies by number, with four queries for any number of them."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    sums = (
        SeatEvent.objects.filter(company__in=companies, effective_date__lte=day)
        .order_by()
        .values_list("company_id", "plan")
        .annotate(Sum("delta"))
    )
    for company, plan, held in sums:
        counts[company][plan] = held
    books, users = _books(companies, day), _users(companies, day)
    return {
        company: Subscription(
            seats=sum(counts[company].values()),
            users=users[company],
            won=_won(books[company], counts[company]) if company in books else 0,
        )
        for company in companies
    }


def _won(book: PriceBook, counts: dict[str, int]) -> int:
    return sum(book.grad(plan, held) for plan, held in counts.items())


def _books(companies: Collection[int], day: date) -> dict[int, PriceBook]:
    """The prices that hold for each company on the day."""
    contracts = Contract.objects.filter(company__in=companies, starts_on__lte=day).filter(
        Q(ends_on=None) | Q(ends_on__gt=day)
    )
    pairs = list(contracts.values_list("company_id", "price_version_id"))
    versions = PriceVersion.objects.filter(pk__in={version for _company, version in pairs})
    read = {version.pk: prices.read(version) for version in versions}
    return {company: read[version] for company, version in pairs}


def _users(companies: Collection[int], day: date) -> dict[int, int]:
    """How many users of each company hold a licence on the day."""
    holders = (
        SeatEvent.objects.filter(company__in=companies, effective_date__lte=day)
        .order_by()
        .values_list("company_id", "user_id")
        .annotate(held=Sum("delta"))
        .filter(held__gt=0)
    )
    users: dict[int, int] = defaultdict(int)
    for company, _user, _held in holders:
        users[company] += 1
    return users
