"""What the customers are made of, and how that changes (A23: DB 구성분석, DB 상황 분석).

The numbers of today are counted over the rows that the reader may see, each as its list shows them.
Those of months past are the company's, for whoever sees every customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import access, clock
from dangol.access import Scope
from dangol.records.filters.base import NONE
from dangol.registry import Text
from modules.base.filters.regions import RegionFilter
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.cleansing.models import CompositionFigure, Measure
from modules.cleansing.queries.parts import CHOSEN, FIELDS, GROUPED, Counts, counted

PARAMETERS = {Measure.GRADE: "grade", Measure.STAGE: "lifecycle", Measure.REGION: "region"}
ORDER = (Measure.SOURCE, Measure.FILLED, Measure.GRADE, Measure.STAGE, Measure.REGION)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line. `change`: how many more than at the end of last month; None where nobody knows."""

    label: str
    count: int
    whole: int
    address: str
    change: int | None = None

    @property
    def percent(self) -> int:
        return self.count * 100 // self.whole if self.whole else 0


@dataclass(frozen=True, kw_only=True)
class Block:
    """One way to part the customers. `report`: the ready report that says more of it."""

    code: str
    label: Text
    parts: list[Part]
    report: str = ""


@dataclass(frozen=True, kw_only=True)
class Composition:
    """All of it; `since` is the last day of last month that was kept, None without one."""

    whole: Part
    blocks: list[Block] = field(default_factory=list)
    since: date | None = None


REPORTS = {Measure.SOURCE: "customer-sources", Measure.FILLED: "filled-fields",
           Measure.GRADE: "customer-grades", Measure.REGION: "customer-regions"}  # fmt: skip


def composition_for(user: Any) -> Composition:
    """The makeup of the customers that the user may see, by the fields they may read."""
    hidden = customer_record.hidden_from(user)
    found = counted(customer_record.visible_to(user), hidden)
    since, before = last_month() if sees_all(user) else (None, {})
    whole = found[Measure.TOTAL.value][""]
    blocks = [
        Block(
            code=measure.value,
            label=measure.label,
            parts=_parts(measure, found, before if since else None, whole),
            report=REPORTS.get(measure, ""),
        )
        for measure in ORDER
        if measure.value in found
    ]
    change = _change(before, Measure.TOTAL, "", whole) if since else None
    total = Part(label="", count=whole, whole=whole, address=_address({}), change=change)
    return Composition(whole=total, blocks=blocks, since=since)


def sees_all(user: Any) -> bool:
    """Whether the company's own figures are what this user's lists come to."""
    return access.scope_of(user, customer_record.permission("view")) is Scope.ALL


def last_month() -> tuple[date | None, Counts]:
    """The last kept day before this month, and its figures; None without one."""
    rows = CompositionFigure.objects.filter(on__lt=clock.today().replace(day=1))
    latest = rows.order_by("-on").values("on")[:1]
    day: date | None = None
    found: Counts = {}
    for each in rows.filter(on=Subquery(latest)):
        day = each.on
        found.setdefault(each.measure, {})[each.part] = each.count
    return day, found


def _parts(measure: Measure, found: Counts, before: Counts | None, whole: int) -> list[Part]:
    """Its lines: in the order of the codes, or the largest first where there is none."""
    counts = found[measure.value]
    labels = _labels(measure, counts)
    return [
        Part(
            label=label,
            count=counts.get(part, 0),
            whole=whole,
            address=_address(_query(measure, part)),
            change=None if before is None else _change(before, measure, part, counts.get(part, 0)),
        )
        for part, label in labels.items()
        if counts.get(part) or measure in (Measure.FILLED, Measure.GRADE, Measure.STAGE)
    ]


def _labels(measure: Measure, counts: Mapping[str, int]) -> dict[str, str]:
    """{part: its words}, in the order in which they are shown."""
    if measure is Measure.FILLED:
        return {name: str(customer_record.label_of(name)) for name in FIELDS if name in counts}
    if measure is Measure.REGION:
        found = dict(RegionFilter().options(Customer, None))
    elif measure is Measure.SOURCE:
        found = {name: name for name in counts if name != NONE} | {NONE: _("None")}
    else:
        choices: Any = customer_record.model_field(GROUPED[measure]).flatchoices
        found = {str(value): str(label) for value, label in choices}
        found |= {NONE: _("None")} if counts.get(NONE) else {}
        return found
    return dict(sorted(found.items(), key=lambda each: -counts.get(each[0], 0)))


def _query(measure: Measure, part: str) -> dict[str, str]:
    """The filter of the list that finds exactly the customers of a part."""
    if measure is Measure.FILLED:
        return {f"{part}.not": NONE} if part in CHOSEN else {f"{part}.empty": "no"}
    if measure is Measure.SOURCE:
        return {"source.empty": "yes"} if part == NONE else {"source.is": part}
    return {PARAMETERS[measure]: part}


def _address(query: Mapping[str, str]) -> str:
    place = reverse(customer_record.url_name("list"))
    return f"{place}?{urlencode(query)}" if query else place


def _change(before: Counts, measure: Measure, part: str, now: int) -> int:
    return now - before.get(measure.value, {}).get(part, 0)
