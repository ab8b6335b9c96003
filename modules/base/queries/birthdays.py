"""Whose birthday comes next: the nearest of very many, without reading all of them (A3, B27).

Among a million customers some three thousand have their birthday on any one day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet

FEW = 200
"""So many are read and put in order here; of more, day by day, those that are shown."""
CAP = 1_000
"""Counting stops here."""
Days: TypeAlias = Mapping[tuple[int, int], int]
"""{(month, day): in how many days}"""


@dataclass(frozen=True)
class Nearest:
    """The nearest, by day and name, each with `away`; how many there are, `CAP` at most."""

    people: list[Any]
    count: int
    is_over: bool = False


def nearest(rows: QuerySet[Any], days: Days, most: int) -> Nearest:
    """The first `most` of the customers in `rows` who have their birthday on one of the days."""
    rows = rows.order_by()
    few = max(FEW, most)
    found = list(rows.filter(born_on(days))[: few + 1])
    if len(found) <= few:
        people = sorted((_marked(each, days) for each in found), key=_place)
        return Nearest(people[:most], len(found))
    count = rows.filter(born_on(days))[: CAP + 1].count()
    return Nearest(_day_by_day(rows, days, most), min(count, CAP), is_over=count > CAP)


def _day_by_day(rows: QuerySet[Any], days: Days, most: int) -> list[Any]:
    found: list[Any] = []
    for away in sorted(set(days.values())):
        today = {born: each for born, each in days.items() if each == away}
        part = rows.filter(born_on(today)).order_by("name", "pk")[: most - len(found)]
        found += [_marked(each, days) for each in part]
        if len(found) >= most:
            break
    return found


def _marked(person: Any, days: Days) -> Any:
    person.away = days[person.birth_date.month, person.birth_date.day]
    return person


def _place(person: Any) -> tuple[Any, ...]:
    return person.away, person.name, person.pk


def born_on(days: Mapping[tuple[int, int], Any]) -> Q:
    """Those born on one of the days, in whatever year; by month first, which rules out most."""
    some = Q(pk__in=[])
    for month in {month for month, _day in days}:
        here = [day for each, day in days if each == month]
        some |= Q(birth_date__month=month, birth_date__day__in=here)
    return some
