"""How the customers grow, month by month (A23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from dangol import clock
from dangol.i18n import days
from dangol.records.looks.spans import after_span
from modules.base.records import customer_record
from modules.cleansing.models import CompositionFigure, Measure
from modules.cleansing.queries.composition import sees_all

MONTHS = 12
FLOWS = (Measure.MERGED, Measure.REMOVED)


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month. `merged`, `removed` and `total` are None where nobody kept them.

    new      who was added in it and is there still: what the list at `address` shows
    is_past  over: `total` is what was kept at its end
    """

    first: date
    label: str
    new: int
    address: str
    merged: int | None = None
    removed: int | None = None
    total: int | None = None
    is_past: bool = True


def growth_for(user: Any) -> list[Month]:
    """The last twelve months, the oldest first; the present one goes until today."""
    spans = _spans()
    rows = customer_record.visible_to(user).order_by()
    asked = {f"n{place}": Count("pk", filter=_within(*span)) for place, span in enumerate(spans)}
    found = rows.aggregate(whole=Count("pk"), **asked)
    kept = _kept(spans[0][0]) if sees_all(user) else {}
    return [
        Month(
            first=first,
            label=days.month(first),
            new=found[f"n{place}"],
            address=_address(first, last),
            merged=kept.get(first, {}).get(Measure.MERGED.value),
            removed=kept.get(first, {}).get(Measure.REMOVED.value),
            total=_total(found["whole"], kept, first, last),
            is_past=last < clock.today(),
        )
        for place, (first, last) in enumerate(spans)
    ]


def _total(now: int, kept: dict[date, dict[str, int]], first: date, last: date) -> int | None:
    """All customers at the end of a month; of the present one today."""
    return now if last >= clock.today() else kept.get(first, {}).get(Measure.TOTAL.value)


def chart_of(months: list[Month]) -> dict[str, Any]:
    """All customers at the end of each month that has them, as `c-chart` takes it."""
    known = [each for each in months if each.total is not None]
    return {
        "labels": [each.label for each in known],
        "series": [{"name": str(Measure.TOTAL.label), "values": [each.total for each in known]}],
        "links": [each.address for each in known],
    }


def _spans() -> list[tuple[date, date]]:
    """(first, last) day of each month."""
    start = clock.today().replace(day=1)
    for _month in range(MONTHS - 1):
        start = (start - timedelta(days=1)).replace(day=1)
    found = []
    for _month in range(MONTHS):
        after = after_span(start, "month")
        found.append((start, after - timedelta(days=1)))
        start = after
    return found


def _within(first: date, last: date) -> Q:
    end = clock.midnight(last + timedelta(days=1))
    return Q(created_at__gte=clock.midnight(first), created_at__lt=end)


def _address(first: date, last: date) -> str:
    query = {"created_at.from": first.isoformat(), "created_at.to": last.isoformat()}
    return f"{reverse(customer_record.url_name('list'))}?{urlencode(query)}"


def _kept(since: date) -> dict[date, dict[str, int]]:
    """{month: {measure: how many went, or how many there were on its last kept day}}."""
    rows = CompositionFigure.objects.filter(on__gte=since, measure__in=[*FLOWS, Measure.TOTAL])
    found: dict[date, dict[str, int]] = {}
    for day, measure, count in rows.order_by("on").values_list("on", "measure", "count"):
        month = found.setdefault(day.replace(day=1), {})
        month[measure] = count + (month.get(measure, 0) if measure in FLOWS else 0)
    return found
