"""Which screen an address leads to, who may open it, and what each reader may call it (A30).

An address comes from a browser, so nothing of it is believed: it has to be a path on this company's
own host that answers GET with a screen, and one that the sender may open. What a screen is called
is worked out here for each reader; a title that a browser sends is never kept or shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import access, registry, toasts
from dangol.access import Access
from dangol.addresses import methods
from dangol.errors import RuleBroken
from dangol.records.names import Thing, names_of
from dangol.records.types import of_view, records
from dangol.registry import MenuItem, QuickAction
from dangol.views.help_drawer import text_of
from tenants import context
from tenants.hints.models import LONGEST_ADDRESS, Hint

if TYPE_CHECKING:
    from tenants.people.models import User

OWN = "tenants:hint"
"""Screens of hints themselves are the reader's own: another one would not find the same there."""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A screen of this company: path and query, name of the address, and the record if it has one.

    record  code of the type, "" for none; `key` the record's id
    """

    url: str
    view: str
    record: str = ""
    key: str = ""

    @classmethod
    def of(cls, hint: Hint) -> Screen:
        return cls(url=hint.url, view=hint.view, record=hint.record, key=hint.object_id)


@dataclass(frozen=True, kw_only=True)
class Title:
    """What a reader may know of a screen: `kind` says what sort of thing it is, `words` which one.

    is_closed  the reader may not open it, and gets no name of a record
    """

    words: str
    kind: str = ""
    icon: str = "app-window"
    is_closed: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.words}" if self.kind and not self.is_closed else self.words


def read(user: User, address: str) -> Screen:
    """The screen at an address that a browser sent; RuleBroken with a sentence for what is none."""
    url = _own_url(address)
    match = _match(url)
    mark: Access = getattr(match.func, "access", Access())
    if not _is_screen(match, mark) or match.view_name.startswith(OWN):
        raise _refused("hint_no_screen", gettext_lazy("This is no screen that can be shown."))
    record, key = _thing(match)
    screen = Screen(url=url, view=match.view_name, record=record, key=key)
    if not may_open(user, screen):
        raise _refused("hint_closed", gettext_lazy("You cannot open this screen yourself."))
    return screen


def may_open(user: User, screen: Screen) -> bool:
    """Whether the user holds the screen's permission now and may see its record."""
    mark = _mark(screen.view, screen.url)
    if mark is None or not access.user_can(user, mark.needed("GET")):
        return False
    if not screen.record:
        return True
    record = records().get(screen.record)
    return record is not None and record.visible_to(user).filter(pk=screen.key).exists()


def titles(user: User, screens: Iterable[Screen]) -> dict[Screen, Title]:
    """What each of the screens is called for this user: one statement for all records."""
    wanted = set(screens)
    things = [(each.record, each.key) for each in wanted if each.record]
    names = names_of(user, things) if things else {}
    return {each: _title(user, each, names) for each in wanted}


def title(user: User, screen: Screen) -> Title:
    """What one screen is called for this user."""
    return titles(user, [screen])[screen]


def _title(user: User, screen: Screen, names: dict[Thing, str]) -> Title:
    if screen.record:
        record = records().get(screen.record)
        name = names.get((screen.record, screen.key))
        if record is None or name is None:
            return Title(words=_("a record that you may not see"), icon="lock", is_closed=True)
        return Title(words=name or "—", kind=str(record.label), icon=record.icon)
    mark = _mark(screen.view, screen.url)
    is_closed = mark is None or not access.user_can(user, mark.needed("GET"))
    record = of_view(screen.view)
    if record is not None:
        return Title(words=str(record.plural), icon=record.icon, is_closed=is_closed)
    label, icon = _menu_line(urlsplit(screen.url).path)
    return Title(words=label, icon=icon, is_closed=is_closed)


def _is_screen(match: ResolverMatch, mark: Access) -> bool:
    """Whether people look at what the address answers: every screen has its help, no piece has."""
    if mark.public or mark.for_programs or mark.asked_by_page or not mark.permission:
        return False
    return "GET" in methods(match.func) and text_of(match.view_name, settings.LANGUAGE_CODE) != ""


def _own_url(address: str) -> str:
    """Path and query of an address on this company's host; RuleBroken for any other."""
    url = _without_host(address.strip())
    if not address.isprintable() or not toasts.is_own_path(url):
        raise _refused("hint_foreign", gettext_lazy("Only screens of this company can be shown."))
    if len(url) > LONGEST_ADDRESS:
        words = gettext_lazy("The address of the screen is too long. Filter by less there.")
        raise _refused("hint_long", words)
    return url


def _without_host(address: str) -> str:
    """The address without the company's own host and without a place on the page; "" for a foreign
    one, and for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    here = urlsplit(context.company().origin)
    if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (
        here.scheme,
        here.netloc,
    ):
        return ""
    return urlunsplit(parts._replace(scheme="", netloc="", fragment=""))


def _match(url: str) -> ResolverMatch:
    try:
        return resolve(unquote(urlsplit(url).path))
    except Resolver404 as error:
        words = gettext_lazy("There is no screen at this address.")
        raise _refused("hint_nowhere", words) from error


def _mark(view: str, url: str) -> Access | None:
    """The mark of the screen's view as it is now; None when the address leads elsewhere by now."""
    try:
        match = resolve(unquote(urlsplit(url).path))
    except Resolver404:
        return None
    return getattr(match.func, "access", None) if match.view_name == view else None


def _thing(match: ResolverMatch) -> tuple[str, str]:
    """(record type, id) of the record that the address is about; ("", "") for none."""
    record, key = of_view(match.view_name), match.kwargs.get("pk")
    return (record.code, str(key)) if record is not None and isinstance(key, UUID) else ("", "")


def _menu_line(path: str) -> tuple[str, str]:
    """(label, icon) of the line in the menus that lies nearest above the path."""
    above = [line for line in _lines() if f"{path}/".startswith(line[0].rstrip("/") + "/")]
    if not above:
        return _("Screen"), "app-window"
    _url, label, icon = max(above, key=lambda line: len(line[0]))
    return str(label), icon


@cache
def _lines() -> tuple[tuple[str, Any, str], ...]:
    """(path, label, icon) of every line of the menus, and of what the palette leads to besides."""
    found: dict[str, tuple[str, Any, str]] = {}
    for declaration in registry.declarations():
        items: tuple[QuickAction | MenuItem, ...] = (*declaration.quick_actions, *declaration.menu)
        for item in items:
            path = reverse(item.url_name)
            found[path] = (path, item.label, item.icon)
    return tuple(found.values())


def _refused(code: str, words: Any) -> RuleBroken:
    return RuleBroken(code, words, field="at")
