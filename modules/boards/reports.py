"""Reports about what is written and read on the boards (R73)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.about_reports import ReadyReport

SHELF = _("Daily work")
REPORTS = (
    ReadyReport(
        slug="posts-by-board",
        number="R73",
        label=_("Posts by board"),
        help=_("How much each board is written on and read."),
        record="boards.post",
        shelf=SHELF,
        lines="board",
        sums={"read_count": "sum", "helpful_count": "sum"},
        query="state=published",
        days="published_at",
        people="owner",
        chart="bar",
        icon="newspaper",
    ),
    ReadyReport(
        slug="posts-by-author",
        number="R73",
        label=_("Posts by author"),
        help=_("Who writes on the boards, and how much of it is read and helps."),
        record="boards.post",
        shelf=SHELF,
        lines="owner",
        sums={"read_count": "sum", "helpful_count": "sum"},
        query="state=published",
        days="published_at",
        people="owner",
        chart="bar",
        icon="pen-line",
    ),
)
