"""R74: who uses which part of the product, and how often (A22)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol import clock
from dangol.i18n import days
from tenants.people.models import User
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table, added, heated
from tenants.usage.models import ScreenUse
from tenants.usage.queries.areas import area_of

MOST_AREAS = 12
"""Parts of the product that are columns; the others are in the sum alone."""


def by_person(asked: Asked) -> Table:
    """Who opened how many pages of the parts that are used most; also who opened none."""
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    for user, screen, opens in _uses(asked).values_list("user", "screen").annotate(n=Sum("opens")):
        found[user][area_of(screen)] += opens
    used = dict(_uses(asked).values_list("user").annotate(n=Count("day", distinct=True)))
    areas = [area for area, _n in sum(found.values(), Counter()).most_common(MOST_AREAS)]
    people = sorted(_people(asked, found), key=lambda user: -found[user.pk].total())
    maps = heated(
        [
            Line(label=user.name, cells=[Cell(value=found[user.pk][area]) for area in areas])
            for user in people
        ]
    )
    lines = [
        Line(
            label=user.name,
            cells=[
                Cell(value=used.get(user.pk, 0)),
                Cell(value=found[user.pk].total()),
                *shaded.cells,
            ],
        )
        for user, shaded in zip(people, maps, strict=True)
    ]
    heads = [
        Head(label=_("Days used"), is_drawn=False, is_summed=False),
        Head(label=_("Pages opened")),
        *(Head(label=area, is_drawn=False) for area in areas),
    ]
    return Table(
        first=pgettext("report", "Person"), heads=heads, lines=lines, total=added(heads, lines)
    )


def by_area(asked: Asked) -> Table:
    """Each part of the product that was used: pages, their share, how many people, days."""
    opens: Counter[str] = Counter()
    people: dict[str, set[Any]] = defaultdict(set)
    for user, screen, count in _uses(asked).values_list("user", "screen").annotate(n=Sum("opens")):
        area = area_of(screen)
        opens[area] += count
        people[area].add(user)
    lines = [
        Line(
            label=area,
            cells=[
                Cell(value=count),
                Cell(value=count, whole=opens.total()),
                Cell(value=len(people[area])),
            ],
        )
        for area, count in opens.most_common()
    ]
    heads = [
        Head(label=_("Pages opened")),
        Head(label=_("Share"), unit="rate", is_drawn=False),
        Head(label=_("People"), is_drawn=False, is_summed=False),
    ]
    return Table(first=_("Part of the product"), heads=heads, lines=lines,
                 total=added(heads, lines))  # fmt: skip


def by_day(asked: Asked) -> Table:
    """Each day: how many people worked with it, and how many pages they opened."""
    rows = _uses(asked).values_list("day")
    found = {
        day: (people, opens)
        for day, people, opens in rows.annotate(
            people=Count("user", distinct=True), opens=Sum("opens")
        )
    }
    heads = [Head(label=_("People"), is_summed=False), Head(label=_("Pages opened"))]
    lines = [
        Line(label=days.day(day), cells=[Cell(value=each) for each in found.get(day, (0, 0))])
        for day in _days(asked)
    ]
    return Table(
        first=pgettext("report", "Day"), heads=heads, lines=lines, total=added(heads, lines)
    )


def _uses(asked: Asked) -> QuerySet[ScreenUse]:
    rows = ScreenUse.objects.filter(day__range=(asked.first, asked.last)).order_by()
    return rows.filter(user__in=asked.ids) if asked.people else rows


def _people(asked: Asked, found: Any) -> QuerySet[User]:
    """The active users and whoever else opened something; of those that are asked for."""
    users = User.objects.filter(Q(is_active=True) | Q(pk__in=list(found))).order_by("name", "pk")
    return users.filter(pk__in=asked.ids) if asked.people else users


def _days(asked: Asked) -> list[date]:
    """The asked days up to today."""
    if asked.first is None or asked.last is None:
        return []
    count = (min(asked.last, clock.today()) - asked.first).days + 1
    return [asked.first + timedelta(days=number) for number in range(count)]
