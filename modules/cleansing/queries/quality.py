"""The quality of customers' data by six criteria (B29).

Every figure is what the list shows behind it: counted over the rows that the reader may see. The
figures of months past are the company's, and shown to those alone who may see every customer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from dangol import access, clock
from dangol.access import Scope
from dangol.registry import Text
from modules.base.filters import QUALITY
from modules.base.quality import CRITERIA, Shortcoming, shortcomings
from modules.base.records import customer_record
from modules.cleansing.models import QualityFigure

MONTHS = 6
"""Months past of which the last figures are shown."""


@dataclass(frozen=True)
class Figure:
    """How many customers have a shortcoming; the address of their list."""

    label: Text
    count: int
    address: str


@dataclass(frozen=True)
class Criterion:
    """One of the six. `percent` of the customers have none of its shortcomings."""

    code: str
    label: Text
    percent: int | None
    wanting: int
    address: str
    figures: list[Figure] = field(default_factory=list)
    past: list[tuple[date, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Quality:
    """All of it; `percent` is the mean of the criteria."""

    whole: int
    percent: int | None
    criteria: list[Criterion]


def quality_for(user: Any) -> Quality:
    """The figures of the customers that the user may see, by the fields they may read."""
    hidden = customer_record.hidden_from(user)
    open_to = [each for each in shortcomings() if hidden.isdisjoint(each.fields)]
    counts = counted(customer_record.visible_to(user), open_to)
    past = _past() if _sees_all(user) and len(open_to) == len(shortcomings()) else {}
    criteria = [_criterion(code, open_to, counts, past) for code in CRITERIA]
    shown = [each.percent for each in criteria if each.percent is not None]
    mean = round(sum(shown) / len(shown)) if shown else None
    return Quality(whole=counts["whole"], percent=mean, criteria=criteria)


def counted(rows: QuerySet[Any], among: Collection[Shortcoming]) -> dict[str, int]:
    """{code of a shortcoming or criterion: customers}, and `whole`: all, in one statement."""
    asked: dict[str, Any] = {"whole": Count("pk")}
    for each in among:
        asked[each.code] = Count("pk", filter=each.q())
    return dict(rows.order_by().aggregate(**asked, **criteria_of(among)))


def criteria_of(among: Collection[Shortcoming]) -> dict[str, Any]:
    """{criterion: count of the customers who have any of its shortcomings}, for a statement."""
    found = {}
    for code in CRITERIA:
        some = [each.q() for each in among if each.criterion == code]
        if some:
            found[code] = Count("pk", filter=_any(some))
    return found


def _any(some: Collection[Q]) -> Q:
    found = Q()
    for each in some:
        found |= each
    return found


def _criterion(
    code: str, among: Collection[Shortcoming], counts: Mapping[str, int],
    past: Mapping[str, list[tuple[date, int]]],
) -> Criterion:  # fmt: skip
    own = [each for each in among if each.criterion == code]
    whole, wanting = counts["whole"], counts.get(code, 0)
    return Criterion(
        code=code,
        label=CRITERIA[code],
        percent=good(wanting, whole) if own else None,
        wanting=wanting,
        address=_address(each.code for each in own),
        figures=[Figure(each.label, counts[each.code], _address([each.code])) for each in own],
        past=past.get(code, []),
    )


def good(wanting: int, whole: int) -> int | None:
    """The share of the others in percent, rounded down: 100 is nobody wanting; None of nothing."""
    return (whole - wanting) * 100 // whole if whole else None


def _address(codes: Any) -> str:
    query = urlencode([(QUALITY, code) for code in codes])
    return f"{reverse(customer_record.url_name('list'))}?{query}"


def _sees_all(user: Any) -> bool:
    return access.scope_of(user, customer_record.permission("view")) is Scope.ALL


def _past() -> dict[str, list[tuple[date, int]]]:
    """{criterion: (last day of a month that has figures, percent)}, the oldest first."""
    rows = QualityFigure.objects.filter(code__in=CRITERIA, on__lt=clock.today().replace(day=1))
    days: dict[tuple[int, int], date] = {}
    for day in rows.values_list("on", flat=True).distinct().order_by("on"):
        days[day.year, day.month] = day
    last = sorted(days.values())[-MONTHS:]
    found: dict[str, list[tuple[date, int]]] = {}
    for row in rows.filter(on__in=last).order_by("on"):
        found.setdefault(row.code, []).append((row.on, good(row.wanting, row.whole) or 0))
    return found
