"""Reports about what leaves the house (R76)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

REPORTS = (
    ReadyReport(
        slug="exports-by-person",
        number="R76",
        label=_("Lists taken away"),
        help=_("Who took which lists away as files, and how many rows."),
        permission="tenants.audit.view",
        shelf=_("Use and safety"),
        read="tenants.exports.queries.reports.read",
        days="asked_at",
        period="this_month",
        people="user",
        chart="bar",
        icon="file-output",
    ),
)
