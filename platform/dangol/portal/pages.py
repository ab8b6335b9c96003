"""The pages of a portal: the first one, and one for each module that declares its own (A2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from dangol import registry
from dangol.access import user_can
from dangol.registry import Text, Widget

FIRST = ""
PARAMETER = "page"
EVERYWHERE = "portal."
"""Codes of tiles that belong to every page: they show what the page is about."""


@dataclass(frozen=True)
class Page:
    """One page of a user's portal. `code` is that of its module, `FIRST` for the first one."""

    code: str
    label: Text

    @property
    def query(self) -> str:
        """What follows the addresses of the portal for them to be about this page."""
        return f"?{urlencode({PARAMETER: self.code})}" if self.code else ""

    @property
    def address(self) -> str:
        return reverse("portal") + self.query

    def stands_at_first(self, widgets: list[Widget]) -> set[str]:
        """Codes of those tiles that stand on this page until somebody arranges it."""
        if self.code == FIRST:
            return {widget.code for widget in widgets}
        own = {widget.code for widget in registry.by_code(self.code).widgets}
        return {
            widget.code
            for widget in widgets
            if widget.code in own or (widget.code.startswith(EVERYWHERE) and widget.is_strip)
        }


def first() -> Page:
    return Page(FIRST, pgettext_lazy("page of the portal", "Overview"))


def open_to(user: Any) -> list[Page]:
    """The pages of this user: a module's one when any of its tiles is open to them."""
    declared = [each for each in registry.declarations() if each.has_start_page]
    own = [
        Page(each.code, each.label)
        for each in declared
        if any(user_can(user, widget.permission) for widget in each.widgets)
    ]
    return [first(), *own]


def find(user: Any, code: str) -> Page | None:
    """The user's page of this code; None when there is none, or none for them."""
    return next((page for page in open_to(user) if page.code == code), None)
