"""Reports about who reads what was sent to them (R75)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

SHELF = _("Daily work")
PERMISSION = "messages.reading.view"
REPORTS = (
    ReadyReport(
        slug="messages-read",
        number="R75",
        label=_("Reading of messages"),
        help=_("How many of each sender's messages to colleagues are read, and how soon."),
        permission=PERMISSION,
        shelf=SHELF,
        read="modules.messages.queries.reading_report.messages",
        days="sent_at",
        period="last_30",
        people="sender",
        chart="bar",
        icon="mail-open",
    ),
    ReadyReport(
        slug="mails-read",
        number="R75",
        label=_("Reading of mails to customers"),
        help=_("How many of each sender's mails customers open, and how soon."),
        permission=PERMISSION,
        shelf=SHELF,
        read="modules.messages.queries.reading_report.mails",
        days="started_at",
        period="this_year",
        people="sender",
        chart="bar",
        icon="mail-check",
    ),
)
