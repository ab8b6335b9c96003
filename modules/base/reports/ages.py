"""R04: customers by their age today, in steps of ten years, and by sex."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol import clock
from modules.base.reports.occupations import known
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted
from tenants.reports.ready.table import Head, Table

STEPS = range(20, 80, 10)
OLDEST = STEPS.stop


def read(asked: Asked) -> Table:
    """Ages are counted to the day (만 나이). Customers without a date of birth are a line."""
    today = clock.today()
    spans = [(_("Under 20"), _born(today, 20, None))]
    for age in STEPS:
        words = _("%(age)s to %(last)s") % {"age": age, "last": age + 9}
        spans.append((words, _born(today, age + 10, age)))
    spans.append((_("%(age)s and older") % {"age": OLDEST}, _born(today, None, OLDEST)))
    spans.append((pgettext("age", "Not known"), {"birth_date.empty": ["yes"]}))
    sexes = known("sex")
    heads = [
        Head(label=_("Customers"), is_drawn=False),
        *(Head(label=label) for label, _filters in sexes),
    ]
    lines = [
        (label, [Ask(filters=span), *(Ask(filters={**span, **sex}) for _label, sex in sexes)])
        for label, span in spans
    ]
    return counted(asked, _("Age"), heads, lines, has_total=True)


def _born(today: date, under: int | None, least: int | None) -> dict[str, list[str]]:
    """The filter for whoever is at least `least` and under `under` years old."""
    found = {}
    if under is not None:
        found["birth_date.from"] = [(_ago(today, under) + timedelta(days=1)).isoformat()]
    if least is not None:
        found["birth_date.to"] = [_ago(today, least).isoformat()]
    return found


def _ago(today: date, years: int) -> date:
    """The last day of birth of whoever is so many years old; 29 February ends with the 28th."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)
