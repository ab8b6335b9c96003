"""The navigation of one request: lines of work, settings, what may be made (U10).

Everything is worked out when a template asks for it, so answers without a frame cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dangol import access, registry
from dangol.paths import path_to
from dangol.records.names import Thing, names_of
from tenants.hints import strip
from tenants.hints.queries.boxes import Line
from tenants.notices import badge
from tenants.notices.queries.centre import count_words
from tenants.people.models import Favourite
from tenants.queries import desk

FOLDED, DENSITY = desk.FRAME


@dataclass(frozen=True)
class MenuLine:
    """One line of the navigation as drawn."""

    label: str
    url: str
    icon: str
    active: bool = False
    place: str = "main"


@dataclass(frozen=True)
class NoticeLine(MenuLine):
    """The line of notices; `unread` is written as 3 or 99+, "" for none."""

    unread: str = ""


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
    def notices(self) -> NoticeLine:
        """알림: stands above the lines of work, with the number of what is unread."""
        url = path_to("tenants:notice-list")
        count = badge.number(self.user)
        return NoticeLine(
            _("Notices"), url, "inbox", self._is_below(url), unread=count_words(count)
        )

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
                path_to(record.url_name("new")),
                record.icon,
            )
            for record in desk.records().values()
            if access.user_can(self.user, record.permission("create"))
        ]

    @cached_property
    def favourites(self) -> list[desk.OwnLine]:
        """What the user keeps at hand and may still open, in their own order."""
        lines = (self._favourite(each) for each in self._kept)
        return [line for line in lines if line is not None]

    @cached_property
    def recent(self) -> list[desk.OwnLine]:
        """The records opened last that the user may still see."""
        found = [thing for thing in self._visited if thing in self._names]
        return [desk.line_of(thing, self._names[thing]) for thing in found[: desk.RECENT]]

    def kept(self, *, thing: Thing = ("", ""), url: str = "") -> str:
        """The id of the favourite for a record or a screen, "" when it is none."""
        what = (*thing, url)
        found = (each for each in self._kept if (each.record, each.object_id, each.url) == what)
        return str(next((each.pk for each in found), ""))

    @property
    def may_show(self) -> bool:
        """Whether the user may show this screen to colleagues; not those about showing itself."""
        is_own = self._is_below(path_to("tenants:hint-list"))
        return not is_own and access.user_can(self.user, "tenants.hint.send")

    @cached_property
    def hint(self) -> Line | None:
        """What a colleague wrote who showed this screen; asked where one came by that only."""
        return strip.take(self.request, self.user)

    @property
    def is_folded(self) -> bool:
        """Whether the user keeps the sidebar narrow."""
        return self._set.get(FOLDED) is True

    @property
    def density(self) -> str:
        """How high the rows of lists are: `roomy` or `dense`."""
        return "dense" if self._set.get(DENSITY) == "dense" else "roomy"

    def _favourite(self, kept: Favourite) -> desk.OwnLine | None:
        key, thing = str(kept.pk), (kept.record, kept.object_id)
        if kept.record:
            name = self._names.get(thing)
            return None if name is None else desk.line_of(thing, name, key=key)
        if not desk.may_open(self.user, kept.url):
            return None
        return desk.OwnLine(label=kept.label, url=kept.url, icon=kept.icon, key=key)

    @cached_property
    def _at_hand(self) -> tuple[list[Favourite], list[Thing]]:
        return desk.at_hand(self.user)

    @property
    def _kept(self) -> list[Favourite]:
        return self._at_hand[0]

    @property
    def _visited(self) -> list[Thing]:
        return self._at_hand[1]

    @cached_property
    def _names(self) -> dict[Thing, str]:
        kept = [(each.record, each.object_id) for each in self._kept if each.record]
        return names_of(self.user, [*kept, *self._visited])

    @cached_property
    def _set(self) -> dict[str, Any]:
        return desk.frame_settings(self.user)

    @cached_property
    def _lines(self) -> list[MenuLine]:
        """Every line open to the user; of those that fit the address the closest is active."""
        modules = [d for d in registry.declarations() if registry.is_module(d)]
        layers = [d for d in reversed(registry.declarations()) if not registry.is_module(d)]
        items = [(item, d) for d in [*modules, *layers] for item in d.menu]
        found = []
        for item, declaration in sorted(items, key=lambda each: each[0].order):
            if access.user_can(self.user, item.permission) and item.is_for(self.user):
                url = path_to(item.url_name)
                home = f"/{declaration.code}/" if len(declaration.menu) == 1 else url
                homes = [home, *map(path_to, item.also)]
                active = any(self._is_below(each) for each in homes)
                found.append(MenuLine(str(item.label), url, item.icon, active, item.place))
        best = max((line.url for line in found if line.active), key=len, default="")
        return [replace(line, active=line.active and line.url == best) for line in found]

    def _is_below(self, url: str) -> bool:
        path = self.request.path
        return path == url or path.startswith(url.rstrip("/") + "/")
