"""Customers counted by what they are made of: source, grade, stage, region, filled fields (A23)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

from django.db.models import CharField, Count, Q, QuerySet, TextField

from dangol.records.filters.base import NONE
from modules.base.filters.regions import counted_by_region
from modules.base.models import Customer
from modules.cleansing.models import Measure

FIELDS = (
    "mobile", "email", "home_line1", "work_line1", "company_name", "department", "title",
    "work_phone", "birth_date", "grade", "source", "owner",
)  # fmt: skip
"""Those whose rate of being filled is watched."""
GROUPED = {Measure.SOURCE: "source", Measure.GRADE: "grade", Measure.STAGE: "lifecycle"}
CHOSEN = ("grade", "owner")
"""Those of the fields that are chosen; the others are written."""
Counts: TypeAlias = dict[str, dict[str, int]]
"""{measure: {part: customers}}."""


def counted(rows: QuerySet[Any], hidden: Collection[str] = ()) -> Counts:
    """All measures of these customers but those that a hidden field would tell; five statements."""
    rows = rows.order_by()
    found: Counts = {}
    for measure, name in GROUPED.items():
        if name not in hidden:
            tallies = rows.values_list(name).annotate(n=Count("pk"))
            found[measure.value] = {_part(value): count for value, count in tallies}
    if "region" not in hidden:
        found[Measure.REGION.value] = counted_by_region(rows)
    fields = [name for name in FIELDS if name not in hidden]
    asked = {f"n_{name}": Count("pk", filter=~_empty(name)) for name in fields}
    filled = rows.aggregate(whole=Count("pk"), **asked)
    found[Measure.TOTAL.value] = {"": filled["whole"]}
    found[Measure.FILLED.value] = {name: filled[f"n_{name}"] for name in fields}
    return found


def _part(value: Any) -> str:
    return NONE if value in (None, "") else str(value)


def _empty(name: str) -> Q:
    """Nothing stands in the field, as the filter of the list has it."""
    field = Customer._meta.get_field(name)
    nothing = Q(**{f"{name}__isnull": True}) if field.null else Q(pk__in=[])
    if isinstance(field, CharField | TextField):
        nothing |= Q(**{name: ""})
    return nothing
