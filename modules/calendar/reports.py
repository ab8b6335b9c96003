"""Reports about the day's work (R72) and about anniversaries (R15)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

REPORTS = (
    ReadyReport(
        slug="anniversaries",
        number="R15",
        label=_("Anniversaries by day"),
        help=_("Whose day comes when: how many of each kind on each day that is still to come."),
        record="calendar.anniversary",
        shelf=_("Customers"),
        lines="next_on.day",
        across="kind",
        days="next_on",
        period="this_month",
        icon="cake",
    ),
    ReadyReport(
        slug="todos-by-person",
        number="R72",
        label=_("To-dos by person"),
        help=_("How many to-dos each person has open, is working on and has done."),
        record="calendar.todo",
        shelf=_("Daily work"),
        lines="owner",
        across="state",
        days="due_on",
        period="this_month",
        people="owner",
        chart="bar",
        is_stacked=True,
        icon="square-check",
    ),
)
