"""How good the data is that each person or source brought (B36), as ready reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol import clock
from dangol.errors import RuleBroken
from dangol.i18n import days
from dangol.records.filters.base import NONE
from dangol.records.lists.selection import read_selection
from modules.base.filters import QUALITY
from modules.base.quality import CRITERIA, Shortcoming, shortcomings
from modules.base.records import customer_record
from modules.cleansing.models import CollectedQuality
from modules.cleansing.queries.composition import sees_all
from modules.cleansing.queries.quality import criteria_of
from tenants.people.models import User
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.grouped import closed
from tenants.reports.ready.table import Cell, Head, Line, Table

MOST = 200
MONTHS = 6
COLLECTOR, SOURCE = "collector", "source"


@dataclass(frozen=True)
class Brought:
    """What one collector or source brought; `wanting` is {criterion: customers}."""

    key: Any
    whole: int
    wanting: Mapping[str, int]

    @property
    def asked(self) -> int:
        """Customers times criteria."""
        return self.whole * len(self.wanting)

    @property
    def good(self) -> int:
        return self.asked - sum(self.wanting.values())


def by_collector(asked: Asked) -> Table:
    """Who collected how many, how many want something by each criterion, the score."""
    return _scored(asked, COLLECTOR, _("Collected by"))


def by_source(asked: Asked) -> Table:
    """The same for each source."""
    return _scored(asked, SOURCE, _("Source"))


def over_time(asked: Asked) -> Table:
    """The score of each collector today and at the end of the last months."""
    open_to = _open_to(asked.user)
    if COLLECTOR in customer_record.hidden_from(asked.user):
        return closed()
    found = brought(customer_record.visible_to(asked.user), COLLECTOR, open_to)
    past = _past() if sees_all(asked.user) and len(open_to) == len(shortcomings()) else {}
    heads = [
        Head(label=_("Customers"), is_drawn=False),
        Head(label=pgettext("quality", "Score today"), unit="rate"),
        *(Head(label=days.month(on), unit="rate", is_drawn=False) for on in past),
    ]
    labels = _labels(COLLECTOR, found)
    lines = [
        Line(
            label=labels[each.key],
            cells=[
                Cell(value=each.whole, link=_address({}, COLLECTOR, each.key)),
                Cell(value=each.good, whole=each.asked),
                *(_kept(kept.get(each.key)) for kept in past.values()),
            ],
        )
        for each in found
    ]
    return Table(first=_("Collected by"), heads=heads, lines=lines)


def brought(rows: QuerySet[Any], name: str, among: Sequence[Shortcoming]) -> list[Brought]:
    """What each value of the field brought, most first, in one statement."""
    criteria = criteria_of(among)
    groups = rows.order_by().values(name).annotate(whole=Count("pk"), **criteria)
    return [
        Brought(each[name] or None, each["whole"], {code: each[code] for code in criteria})
        for each in groups.order_by("-whole", name)[:MOST]
    ]


def _scored(asked: Asked, name: str, first: str) -> Table:
    if name in customer_record.hidden_from(asked.user):
        return closed()
    said = asked.parameters()
    try:
        selection = read_selection(customer_record, asked.user, said, strict=True)
    except RuleBroken:
        return closed()
    open_to = _open_to(asked.user)
    found = brought(selection.of(customer_record.visible_to(asked.user)), name, open_to)
    labels = _labels(name, found)
    criteria = [code for code in CRITERIA if any(each.criterion == code for each in open_to)]
    heads = [
        Head(label=_("Customers"), is_drawn=False),
        *(Head(label=CRITERIA[code]) for code in criteria),
        Head(label=pgettext("quality", "Score"), unit="rate", is_drawn=False),
    ]
    lines = [
        Line(
            label=labels[each.key],
            cells=[
                Cell(value=each.whole, link=_address(said, name, each.key)),
                *(
                    Cell(
                        value=each.wanting[code],
                        link=_address(said, name, each.key, _codes(code, open_to)),
                    )
                    for code in criteria
                ),
                Cell(value=each.good, whole=each.asked),
            ],
        )
        for each in found
    ]
    return Table(first=first, heads=heads, lines=lines)


def _open_to(user: Any) -> list[Shortcoming]:
    hidden = customer_record.hidden_from(user)
    return [each for each in shortcomings() if hidden.isdisjoint(each.fields)]


def _codes(criterion: str, among: Sequence[Shortcoming]) -> list[str]:
    return [each.code for each in among if each.criterion == criterion]


def _labels(name: str, found: Sequence[Brought]) -> dict[Any, str]:
    """{value of the field: its words}."""
    none = {None: _("None")}
    if name == SOURCE:
        return {each.key: each.key for each in found} | none
    users = User.objects.filter(pk__in=[each.key for each in found if each.key])
    return {user.pk: user.name for user in users} | none


def _address(
    said: Mapping[str, Any], name: str, key: UUID | str | None, codes: Sequence[str] = ()
) -> str:
    """The list of what one brought, or of those of it that want something."""
    if name == SOURCE:
        own = {"source.is": [key]} if key else {"source.empty": ["yes"]}
    else:
        own = {name: [str(key or NONE)]}
    query = {**said, **own, **({QUALITY: list(codes)} if codes else {})}
    return f"{reverse(customer_record.url_name('list'))}?{urlencode(query, doseq=True)}"


def _past() -> dict[date, dict[Any, CollectedQuality]]:
    """{last day of a month: {collector: what was kept}}, the newest first."""
    found: dict[date, dict[Any, CollectedQuality]] = {}
    for each in CollectedQuality.objects.filter(on__lt=clock.today()).order_by("-on"):
        found.setdefault(each.on, {})[each.collector_id] = each
    return dict(list(found.items())[:MONTHS])


def _kept(figure: CollectedQuality | None) -> Cell:
    return Cell(value=figure.good, whole=figure.whole) if figure else Cell()
