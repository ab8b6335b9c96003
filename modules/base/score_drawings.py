"""How scores of customers are drawn in lists and among the facts of a page (B15-B19, B32)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from dangol import clock
from dangol.i18n import days
from dangol.records import Look
from dangol.records.cells import shown
from dangol.templatetags.glyphs import glyph
from modules.base.marks import grade_mark
from modules.base.models import Customer
from modules.base.models.scores import Lifecycle

GLYPHS: dict[int, str] = {
    Lifecycle.PROSPECT: "prospect",
    Lifecycle.NEW: "new",
    Lifecycle.EXISTING: "existing",
    Lifecycle.REPEAT: "repeat",
    Lifecycle.DORMANT: "dormant",
    Lifecycle.CHURNED: "lost",
}
"""{stage: its sign}."""


def lifecycle(customer: Customer) -> str:
    """The stage with its sign."""
    return glyph("lifecycle", GLYPHS[customer.lifecycle], shown(customer, "lifecycle"))


def lifecycle_fact(look: Look) -> str:
    """The stage, and since when."""
    customer: Customer = look.instance
    if customer.lifecycle_on is None:
        return lifecycle(customer)
    since = _("since %(day)s") % {"day": days.day(customer.lifecycle_on)}
    return format_html(
        '{} <span class="text-faint num">{}</span>', lifecycle(customer), since
    )  # fmt: skip


def next_contact(customer: Customer) -> str:
    """The day; one that has passed is marked."""
    if customer.next_contact_on is None:
        return ""
    words = days.near_day(customer.next_contact_on)
    if customer.next_contact_on >= clock.today():
        return format_html('<span class="num">{}</span>', words)
    return format_html(
        '<span class="num text-err" title="{}">{}</span>', _("The contact is overdue."), words
    )


def next_contact_fact(look: Look) -> str:
    """The day among the facts."""
    return next_contact(look.instance)


def profit_fact(look: Look) -> str:
    """Points, and the three figures that they are made of."""
    customer: Customer = look.instance
    return _with(shown(customer, "profit"), customer.rfm and f"RFM {customer.rfm}")


def loyalty_fact(look: Look) -> str:
    """Points, grade and the years with purchases."""
    customer: Customer = look.instance
    return _with(
        shown(customer, "loyalty"), grade_mark(customer, "loyalty_grade"), customer.purchase_years
    )


def grade_in(field: str) -> Callable[[Any], str]:
    """instance -> the grade of this field as a mark."""

    def draw(instance: Any) -> str:
        return grade_mark(instance, field)

    return draw


def _with(points: str, *besides: str) -> str:
    if not points:
        return ""
    faint = [
        format_html('<span class="text-faint num">{}</span>', each) for each in besides if each
    ]
    return format_html('<span class="num">{}</span>' + " {}" * len(faint), points, *faint)
