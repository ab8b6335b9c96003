"""Reports about what is there twice (R13)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

REPORTS = (
    ReadyReport(
        slug="duplicates-by-month",
        number="R13",
        label=_("Duplicates by month"),
        help=_("How many pairs were found each month, and what became of them."),
        permission="duplicates.pair.view",
        shelf=_("Customers"),
        read="modules.duplicates.queries.reports.by_month",
        days="found_at",
        chart="bar",
        is_stacked=True,
        icon="merge",
    ),
    ReadyReport(
        slug="duplicates-by-evidence",
        number="R13",
        label=_("Duplicates by what gave them away"),
        help=_("Which field spoke loudest for each pair, and what became of it."),
        permission="duplicates.pair.view",
        shelf=_("Customers"),
        read="modules.duplicates.queries.reports.by_evidence",
        days="found_at",
        chart="bar",
        is_stacked=True,
        icon="fingerprint",
    ),
)
