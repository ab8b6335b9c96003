"""R03: how many customers each grade has, and what they bought, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.i18n import days
from dangol.records.filters.base import NONE
from modules.base.filters.customer_grade import CUSTOMER_GRADE, grades
from modules.base.models import Order
from modules.base.reports.months import between, months
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted
from tenants.reports.ready.table import Head, Table

NO_SALES = [Order.State.CANCELLED.value, Order.State.RETURNED.value]
"""Orders that count as no sale."""


def read(asked: Asked) -> Table:
    """Sales are the orders' amounts in whole won, by the grade that the customer has today."""
    spans = months(asked)
    heads = [
        Head(label=_("Customers"), is_drawn=False),
        Head(label=pgettext("amount", "Sales"), unit="money"),
        *(Head(label=days.month(first), unit="money", is_drawn=False) for first, _last in spans),
    ]
    whole = [(spans[0][0], spans[-1][1])] if spans else []
    lines: list[tuple[str, Sequence[Ask | None]]] = []
    for value, label in [*grades(), (NONE, _("None"))]:
        sales = [_sales(value, *span) for span in [*whole, *spans]]
        lines.append((label, [Ask(filters={"grade": [value]}), *sales]))
    return counted(asked, _("Grade"), heads, lines, has_total=True)


def _sales(grade: str, first: Any, last: Any) -> Ask:
    filters = {
        CUSTOMER_GRADE: [grade],
        "state.not": NO_SALES,
        **between("ordered_at", first, last),
    }
    return Ask(filters=filters, record="base.order", column="amount", people="owner")
