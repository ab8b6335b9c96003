"""R01: new customers, all customers and active ones, month by month."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.i18n import days
from modules.base.filters.activity import ACTIVITY
from modules.base.reports.months import between, months
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted
from tenants.reports.ready.table import Head, Table


def read(asked: Asked) -> Table:
    """Customers in the trash count nowhere, as in lists; active is who was in touch or ordered."""
    heads = [
        Head(label=pgettext("customers", "New")),
        Head(label=_("In all"), is_drawn=False, is_summed=False),
        Head(label=pgettext("customers", "Active"), is_summed=False),
    ]
    lines = []
    for first, last in months(asked):
        asks = [
            Ask(filters=between("created_at", first, last)),
            Ask(filters={"created_at.to": [last.isoformat()]}),
            Ask(filters=between(ACTIVITY, first, last)),
        ]
        lines.append((days.month(first), asks))
    return counted(asked, _("Month"), heads, lines, has_total=True)
