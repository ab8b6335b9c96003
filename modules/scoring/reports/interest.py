"""R16: interest by favour, as a map of heat."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted
from tenants.reports.ready.table import Head, Table, heated

INTEREST = ((80, 100), (60, 79), (40, 59), (20, 39), (1, 19), (0, 0))
"""관심도, the liveliest first; 0 is who did nothing."""
FAVOUR = ((-100, -51), (-50, -1), (0, 0), (1, 50), (51, 100))
"""우호도, from ill to well disposed."""


def read(asked: Asked) -> Table:
    """Customers without scores, and those of whom one is closed to the viewer, are in no cell."""
    heads = [Head(label=_span(*favour)) for favour in FAVOUR]
    lines = [
        (
            _span(*interest),
            [
                Ask(filters={**_between("interest", *interest), **_between("favour", *favour)})
                for favour in FAVOUR
            ],
        )
        for interest in INTEREST
    ]
    table = counted(asked, _("Interest / favour"), heads, lines, has_total=True)
    return replace(table, lines=heated(table.lines), is_heat=True)


def _span(least: int, most: int) -> str:
    return str(least) if least == most else _("%(least)s to %(most)s") % {
        "least": least, "most": most,
    }  # fmt: skip


def _between(field: str, least: int, most: int) -> dict[str, list[str]]:
    return {f"{field}.min": [str(least)], f"{field}.max": [str(most)]}
