"""Reports about errors in the data (R12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

CUSTOMERS = _("Customers")
REPORTS = (
    ReadyReport(
        slug="customer-makeup",
        number="R14",
        label=_("Makeup of the data"),
        help=_("Customers by source, filled fields, grade, life cycle and region, with shares."),
        record="base.customer",
        shelf=CUSTOMERS,
        read="modules.cleansing.queries.tables.makeup",
        icon="chart-pie",
    ),
    ReadyReport(
        slug="customer-changes",
        number="R01",
        label=_("Growth of the data"),
        help=_("Customers added, merged away and thrown away month by month, and all of them."),
        record="base.customer",
        shelf=CUSTOMERS,
        read="modules.cleansing.queries.tables.growth",
        chart="line",
        icon="trending-up",
    ),
    ReadyReport(
        slug="source-growth",
        number="R02",
        label=_("New customers by source and month"),
        help=_("How many customers each source brought, month by month."),
        record="base.customer",
        shelf=CUSTOMERS,
        lines="created_at.month",
        across="source",
        days="created_at",
        people="owner",
        chart="bar",
        is_stacked=True,
        icon="signpost",
    ),
    ReadyReport(
        slug="data-errors",
        number="R12",
        label=_("Data errors"),
        help=_("Which fields are in doubt, and how far each error is cleared up."),
        record="cleansing.fault",
        shelf=CUSTOMERS,
        lines="field",
        across="state",
        days="found_on",
        people="owner",
        chart="bar",
        is_stacked=True,
        icon="shield-alert",
    ),
)
