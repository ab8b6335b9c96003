"""Reports about scores and stages of life (R09, R11, R16)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

CUSTOMERS = _("Customers")
OVERDUE = "care=overdue"
REPORTS = (
    ReadyReport(
        slug="contact-overdue",
        number="R09",
        label=_("Contacts overdue by owner"),
        help=_("Whose customers wait for a contact longer than their cycle allows, by grade."),
        record="base.customer",
        shelf=CUSTOMERS,
        lines="owner",
        across="grade",
        query=OVERDUE,
        people="owner",
        chart="bar",
        is_stacked=True,
        icon="alarm-clock",
    ),
    ReadyReport(
        slug="contact-overdue-since",
        number="R09",
        label=_("Contacts overdue since"),
        help=_("In which month the contact was due that nobody has made yet."),
        record="base.customer",
        shelf=CUSTOMERS,
        lines="next_contact_on.month",
        query=OVERDUE,
        people="owner",
        chart="bar",
        icon="hourglass",
    ),
    ReadyReport(
        slug="customer-stages",
        number="R11",
        label=_("Customers by stage of life"),
        help=_("How many customers are prospects, new, existing, buying again, dormant and lost."),
        record="base.customer",
        shelf=CUSTOMERS,
        lines="lifecycle",
        across="grade",
        people="owner",
        chart="bar",
        is_stacked=True,
        icon="refresh-cw",
    ),
    ReadyReport(
        slug="customer-churn",
        number="R11",
        label=_("Churn by month of joining"),
        help=_("Of the customers added in a month, how many are lost today."),
        record="base.customer",
        shelf=CUSTOMERS,
        read="modules.scoring.reports.churn.read",
        days="created_at",
        period="last_year",
        people="owner",
        chart="line",
        icon="trending-down",
    ),
    ReadyReport(
        slug="interest-and-favour",
        number="R16",
        label=_("Interest and favour"),
        help=_("How many customers are interested, and how well disposed they are."),
        record="base.customer",
        shelf=CUSTOMERS,
        read="modules.scoring.reports.interest.read",
        people="owner",
        icon="heart",
    ),
)
