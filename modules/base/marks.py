"""Signs that several record types show."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from modules.base.models.contact import Medium
from modules.base.models.grade import Grade

ICONS: dict[str, str] = {
    Medium.NOTE: "sticky-note",
    Medium.VISIT: "map-pin",
    Medium.PHONE: "phone",
    Medium.MAIL: "mail",
    Medium.DM: "mailbox",
    Medium.WEB: "globe",
    Medium.FAX: "printer",
    Medium.SMS: "message-square",
}
"""{medium: sign} of contacts."""
OWN = "messages-square"
"""The sign of the media that a company has added."""
RANKS = {Grade.TOP: " top", Grade.A: " high"}


def grade(instance: Any) -> str:
    """The management grade of a customer or an account as a mark, or nothing."""
    return grade_mark(instance, "grade")


def grade_mark(instance: Any, field: str) -> str:
    """The grade in any field as a mark, or nothing."""
    value = getattr(instance, field)
    if value is None:
        return ""
    words = getattr(instance, f"get_{field}_display")()
    return format_html('<span class="grade{}">{}</span>', RANKS.get(Grade(value), ""), words)
