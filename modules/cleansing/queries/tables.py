"""Makeup and growth of the data as ready reports, to print and to take away (A23)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from modules.cleansing.models import Measure
from modules.cleansing.queries.composition import composition_for
from modules.cleansing.queries.growth import growth_for
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table


def makeup(asked: Asked) -> Table:
    """A line for each part, named by what it is a part of."""
    found = composition_for(asked.user)
    heads = [
        Head(label=_("Customers")),
        Head(label=_("Share"), unit="rate"),
        Head(label=_("Change since last month")),
    ]
    lines = [
        Line(
            label=f"{block.label} · {part.label}",
            link=part.address,
            cells=[
                Cell(value=part.count, link=part.address),
                Cell(value=part.count, whole=part.whole),
                Cell(value=part.change),
            ],
        )
        for block in found.blocks
        for part in block.parts
    ]
    return Table(first=pgettext("makeup", "Part"), heads=heads, lines=lines)


def growth(asked: Asked) -> Table:
    """The last twelve months."""
    heads = [
        Head(label=Measure.NEW.label),
        Head(label=Measure.MERGED.label, is_drawn=False),
        Head(label=Measure.REMOVED.label, is_drawn=False),
        Head(label=Measure.TOTAL.label, is_drawn=False),
    ]
    lines = [
        Line(
            label=each.label,
            cells=[
                Cell(value=each.new, link=each.address),
                *(Cell(value=number) for number in (each.merged, each.removed, each.total)),
            ],
        )
        for each in growth_for(asked.user)
    ]
    return Table(first=_("Month"), heads=heads, lines=lines)
