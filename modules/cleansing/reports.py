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
        slug="quality-by-collector",
        number="R14",
        label=_("Data quality by collector"),
        help=_(
            "How good the data is that each person entered or imported in a period: how many"
            " customers want something by each criterion, and the share of criteria that are"
            " fulfilled."
        ),
        record="base.customer",
        shelf=CUSTOMERS,
        read="modules.cleansing.queries.collectors.by_collector",
        days="created_at",
        people="collector",
        chart="bar",
        is_stacked=True,
        icon="gauge",
    ),
    ReadyReport(
        slug="quality-by-source",
        number="R14",
        label=_("Data quality by source"),
        help=_(
            "How good the data is that each source brought in a period: how many customers want"
            " something by each criterion, and the share of criteria that are fulfilled."
        ),
        record="base.customer",
        shelf=CUSTOMERS,
        read="modules.cleansing.queries.collectors.by_source",
        days="created_at",
        people="collector",
        chart="bar",
        is_stacked=True,
        icon="signpost",
    ),
    ReadyReport(
        slug="quality-over-time",
        number="R14",
        label=_("Data quality by collector over time"),
        help=_("The score of each person's data today and at the end of the last months."),
        record="base.customer",
        shelf=CUSTOMERS,
        read="modules.cleansing.queries.collectors.over_time",
        icon="history",
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
