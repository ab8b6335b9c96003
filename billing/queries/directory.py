"""The provider's list of companies: found, filtered, sorted, fifty a page (T1).

Call these on the platform. First the order: the database sorts by the one measure that is asked
for; what a month costs is computed by the price law and sorted here. Then the rows of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count, F, Q, QuerySet

from billing.queries import subscriptions
from billing.queries.companies import customers, matching, measures
from billing.queries.subscriptions import Subscription
from dangol import clock
from tenants.models import Company

PAGE = 50
BY_DATABASE = {
    "name": "name",
    "seats": "seats",
    "usage": "usage",
    "available": "available",
    "receivable": "receivable",
    "last": "last_sent",
}
"""Columns and the fields that sort them."""
BY_PRICES = "subscription"
SORTS = (*BY_DATABASE, BY_PRICES)
STATES = tuple(Company.State.values)


@dataclass(frozen=True)
class Wish:
    """What the operator asks for: part of a name, a state ("" is all), a column and direction."""

    find: str = ""
    state: str = ""
    sort: str = "name"
    descending: bool = False

    @classmethod
    def read(cls, find: str, state: str, sort: str) -> Wish:
        """From the query of an address; what is no choice of ours falls back to the usual."""
        column = sort.removeprefix("-")
        return cls(
            find=find.strip()[:60],
            state=state if state in STATES else "",
            sort=column if column in SORTS else "name",
            descending=sort.startswith("-") and column in SORTS,
        )


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    company: Company
    subscription: Subscription


@dataclass(frozen=True)
class Directory:
    """One page. `counts` is {state: companies} of what was found, "" for all of them."""

    rows: tuple[Row, ...]
    counts: dict[str, int]
    page: int
    pages: int
    wish: Wish

    @property
    def all(self) -> int:
        return self.counts[""]

    @property
    def active(self) -> int:
        return self.counts[Company.State.ACTIVE]

    @property
    def suspended(self) -> int:
        return self.counts[Company.State.SUSPENDED]

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1

    @property
    def sort(self) -> str:
        """The order as an address writes it; "" for the usual."""
        if self.wish == Wish(self.wish.find, self.wish.state):
            return ""
        return f"{'-' if self.wish.descending else ''}{self.wish.sort}"

    @property
    def count(self) -> int:
        return self.counts[self.wish.state]


def directory(wish: Wish, page: int) -> Directory:
    """Page `page` (from 1; the last one when there are fewer) of what the operator asks for."""
    today = clock.today()
    counts = _counts(wish)
    pages = max(1, -(-counts[wish.state] // PAGE))
    page = min(max(1, page), pages)
    span = slice((page - 1) * PAGE, page * PAGE)
    chosen = _ordered(wish, today)[span]
    found = {company.pk: company for company in customers().filter(pk__in=chosen)}
    shown = [found[number] for number in chosen if number in found]
    standing = subscriptions.of_many([company.pk for company in shown], today)
    rows = tuple(Row(company, standing[company.pk]) for company in shown)
    return Directory(rows, counts, page, pages, wish)


def neighbours(company: Company, wish: Wish) -> tuple[int | None, int | None]:
    """The numbers of the companies before and after this one in the list as it was asked for."""
    numbers = _ordered(wish, clock.today())
    before = {second: first for first, second in pairwise(numbers)}
    after = dict(pairwise(numbers))
    return before.get(company.pk), after.get(company.pk)


def _ordered(wish: Wish, today: date) -> list[int]:
    """The numbers of all companies that were found, in their order."""
    if wish.sort != BY_PRICES:
        return list(_sorted(_found(wish, _all()), wish).values_list("pk", flat=True))
    named = _found(wish, _all()).order_by("name", "pk")
    numbers = list(named.values_list("pk", flat=True))
    standing = subscriptions.of_many(numbers, today)
    values = {number: each.won for number, each in standing.items()}
    return sorted(numbers, key=values.__getitem__, reverse=wish.descending)


def _found(wish: Wish, companies: QuerySet[Company]) -> QuerySet[Company]:
    found = matching(companies, wish.find)
    return found.filter(state=wish.state) if wish.state else found


def _all() -> QuerySet[Company]:
    return Company.objects.filter(is_provider=False)


def _sorted(companies: QuerySet[Company], wish: Wish) -> QuerySet[Company]:
    """In the order of the asked column; of all measures only that one is computed."""
    name = BY_DATABASE[wish.sort]
    if name in (asked := measures()):
        companies = companies.alias(**{name: asked[name]})
    field = F(name)
    order = field.desc(nulls_last=True) if wish.descending else field.asc(nulls_last=True)
    return companies.order_by(order, "pk")


def _counts(wish: Wish) -> dict[str, int]:
    sums = {state: Count("pk", filter=Q(state=state)) for state in STATES}
    found = matching(_all(), wish.find)
    counts = found.aggregate(all=Count("pk"), **sums)
    return {"": counts.pop("all"), **counts}
