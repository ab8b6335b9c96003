"""Reports about how the product is used (R74, A22)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

SHELF = _("Use and safety")
PERMISSION = "tenants.usage.view"
REPORTS = (
    ReadyReport(
        slug="use-by-person",
        number="R74",
        label=_("Use by person"),
        help=_("Who opens which parts of the product how often, and on how many days."),
        permission=PERMISSION,
        shelf=SHELF,
        read="tenants.usage.queries.reports.by_person",
        days="day",
        period="last_30",
        people="user",
        chart="bar",
        icon="user-check",
    ),
    ReadyReport(
        slug="use-by-part",
        number="R74",
        label=_("Use by part of the product"),
        help=_("Which parts are used most, and by how many people."),
        permission=PERMISSION,
        shelf=SHELF,
        read="tenants.usage.queries.reports.by_area",
        days="day",
        period="last_30",
        people="user",
        chart="bar",
        icon="layout-grid",
    ),
    ReadyReport(
        slug="use-by-day",
        number="R74",
        label=_("Use by day"),
        help=_("How many people worked with it each day, and how many pages they opened."),
        permission=PERMISSION,
        shelf=SHELF,
        read="tenants.usage.queries.reports.by_day",
        days="day",
        period="last_30",
        people="user",
        chart="line",
        icon="activity",
    ),
)
