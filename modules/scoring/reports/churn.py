"""R11: of the customers who joined in a month, how many are lost today."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.i18n import days
from modules.base.models.scores import Lifecycle
from modules.base.reports.months import between, months
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted, with_shares
from tenants.reports.ready.table import Head, Table

LOST = [str(Lifecycle.CHURNED.value)]


def read(asked: Asked) -> Table:
    """One line for each month of joining; the stage is that of the last computation."""
    heads = [
        Head(label=pgettext("life cycle", "Churned")),
        Head(label=_("Still customers"), is_drawn=False),
    ]
    lines = []
    for first, last in months(asked):
        joined = between("created_at", first, last)
        asks = [
            Ask(filters={"lifecycle": LOST, **joined}),
            Ask(filters={"lifecycle.not": LOST, **joined}),
        ]
        lines.append((days.month(first), asks))
    table = counted(asked, _("Month"), heads, lines, has_total=True)
    return with_shares(table, _("Churn rate"))
