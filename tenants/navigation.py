"""The navigation of one request: lines of work, settings, what may be made (U10).

Everything is worked out when a template asks for it, so answers without a frame cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dangol import access, registry
from dangol.records import Record

PLACES = ("main", "settings")


@dataclass(frozen=True)
class MenuLine:
    """One line of the navigation as drawn."""

    label: str
    url: str
    icon: str
    active: bool = False
    place: str = "main"


class Navigation:
    """What stands around the content of this request's screen, for this user."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = request.user

    @cached_property
    def main(self) -> list[MenuLine]:
        """The lines of work."""
        return [line for line in self._lines if line.place == "main"]

    @cached_property
    def settings(self) -> list[MenuLine]:
        """The screens behind the gear."""
        return [line for line in self._lines if line.place == "settings"]

    @property
    def is_in_settings(self) -> bool:
        """Whether the screen is one of those behind the gear: they then stand in the list."""
        return any(line.active for line in self.settings)

    @cached_property
    def makings(self) -> list[MenuLine]:
        """What the user may make: one line for each record type, in the order of the modules."""
        return [
            MenuLine(
                _("New %(noun)s") % {"noun": record.label},
                reverse(record.url_name("new")),
                record.icon,
            )
            for record in _records()
            if access.user_can(self.user, record.permission("create"))
        ]

    @cached_property
    def _lines(self) -> list[MenuLine]:
        """Every line open to the user; of those that fit the address the closest is active."""
        modules = [d for d in registry.declarations() if registry.is_module(d)]
        layers = [d for d in reversed(registry.declarations()) if not registry.is_module(d)]
        items = [(item, d) for d in [*modules, *layers] for item in d.menu]
        found = []
        for item, declaration in sorted(items, key=lambda each: each[0].order):
            if access.user_can(self.user, item.permission):
                url = reverse(item.url_name)
                home = f"/{declaration.code}/" if len(declaration.menu) == 1 else url
                active = self._is_below(home)
                found.append(MenuLine(str(item.label), url, item.icon, active, item.place))
        best = max((line.url for line in found if line.active), key=len, default="")
        return [replace(line, active=line.active and line.url == best) for line in found]

    def _is_below(self, url: str) -> bool:
        path = self.request.path
        return path == url or path.startswith(url.rstrip("/") + "/")


def _records() -> list[Record]:
    """Every record type, modules in their order."""
    paths = [path for declaration in registry.declarations() for path in declaration.records]
    return [import_string(path) for path in paths]
