"""The heads of the list of companies: words, and how a click sorts (T1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.queries.directory import Wish

COLUMNS: tuple[tuple[str, str | Promise, str], ...] = (
    ("name", _("Company"), "grow"),
    ("", _("State"), ""),
    ("seats", _("Users / seats"), "right"),
    ("subscription", _("Subscription a month"), "right"),
    ("usage", _("Messages this month"), "right"),
    ("available", _("Available"), "right"),
    ("receivable", _("Receivable"), "right"),
    ("last", _("Last send"), ""),
)
"""(column, word, class); a column of "" is not sorted."""


@dataclass(frozen=True)
class Head:
    """One head. `sort` is what a click asks for, "" for nothing."""

    label: str
    sort: str
    direction: Literal["ascending", "descending", ""]
    css: str


def heads(wish: Wish) -> list[Head]:
    """A click on the sorted column turns it; money and counts begin with the largest."""
    return [_head(column, str(label), css, wish) for column, label, css in COLUMNS]


def _head(column: str, label: str, css: str, wish: Wish) -> Head:
    if not column:
        return Head(label, "", "", css)
    if column != wish.sort:
        return Head(label, column if column == "name" else f"-{column}", "", css)
    if wish.descending:
        return Head(label, column, "descending", css)
    return Head(label, f"-{column}", "ascending", css)
