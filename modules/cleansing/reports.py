"""Reports about errors in the data (R12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

REPORTS = (
    ReadyReport(
        slug="data-errors",
        number="R12",
        label=_("Data errors"),
        help=_("Which fields are in doubt, and how far each error is cleared up."),
        record="cleansing.fault",
        shelf=_("Customers"),
        lines="field",
        across="state",
        days="found_on",
        people="owner",
        chart="bar",
        is_stacked=True,
        icon="shield-alert",
    ),
)
