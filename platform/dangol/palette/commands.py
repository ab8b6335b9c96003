"""What the palette can do from anywhere: go to a screen, begin something new, switch the look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dangol import access, registry
from dangol.paths import path_to
from dangol.records import Record
from dangol.search.meaning import meaning

MOST = 8


@dataclass(frozen=True, kw_only=True)
class Command:
    """One deed. `theme` names a look to switch to, `posts` sends a form there; else it goes to url.

    words   what it is found by besides its label
    key     its shortcut, shown beside it
    drawer  id of the drawer in which it opens over the present screen
    """

    label: str
    icon: str
    url: str = ""
    theme: str = ""
    posts: tuple[tuple[str, str], ...] = ()
    words: str = ""
    key: str = ""
    drawer: str = ""


def find(user: Any, text: str) -> list[Command]:
    """The commands that the text names, the nearest first; all of them without text."""
    everything = list(commands(user))
    if not text:
        return everything
    meant = meaning(text)
    places = [(meant.place_in(each.label), each) for each in everything]
    by_label = [(place, each) for place, each in places if place is not None]
    by_words = [
        each for place, each in places if place is None and meant.place_in(each.words) is not None
    ]
    by_label.sort(key=lambda found: found[0])
    return [*(each for _place, each in by_label), *by_words]


def commands(user: Any) -> Iterator[Command]:
    """Every command that is open to this user."""
    yield from _new_records(user)
    yield from _quick_actions(user)
    yield from _screens(user)
    yield from _look()
    yield Command(label=_("Log out"), icon="log-out", url=path_to("account_logout"), words="logout")


def with_keys(user: Any) -> list[Command]:
    """The commands that a key leads to from every screen."""
    return [*_screens(user, with_key=True), *_quick_actions(user, with_key=True)]


def records(user: Any) -> Iterator[Record]:
    """The record types that are open to this user."""
    for declaration in registry.declarations():
        for path in declaration.records:
            record: Record = import_string(path)
            if access.user_can(user, record.permission("view")):
                yield record


def _new_records(user: Any) -> Iterator[Command]:
    for record in records(user):
        if access.user_can(user, record.permission("create")):
            label = _("New %(noun)s") % {"noun": record.label}
            words = f"{_('New')} {_('Add')} new add"
            yield Command(
                label=label, icon="plus", url=path_to(record.url_name("new")), words=words
            )


def _quick_actions(user: Any, *, with_key: bool = False) -> Iterator[Command]:
    for declaration in registry.declarations():
        for action in declaration.quick_actions:
            if (action.key or not with_key) and access.user_can(user, action.permission):
                yield Command(
                    label=str(action.label),
                    icon=action.icon,
                    url=path_to(action.url_name),
                    words=str(action.words),
                    key=action.key,
                    drawer=action.drawer,
                )


def _screens(user: Any, *, with_key: bool = False) -> Iterator[Command]:
    found = [item for declaration in registry.declarations() for item in declaration.menu]
    items = [item for item in found if item.key or not with_key]
    for item in sorted(items, key=lambda item: (item.place == "settings", item.order)):
        if access.user_can(user, item.permission) and item.is_for(user):
            label = _("Go to %(screen)s") % {"screen": item.label}
            yield Command(label=label, icon=item.icon, url=path_to(item.url_name), key=item.key)


def _look() -> Iterator[Command]:
    themes = (("light", "sun", _("Light theme")), ("dark", "moon", _("Dark theme")))
    for theme, icon, label in themes:
        yield Command(label=label, icon=icon, theme=theme, words="theme")
    other, label = ("en", "English") if get_language() == "ko" else ("ko", "한국어")
    yield Command(
        label=label,
        icon="languages",
        url=path_to("language"),
        posts=(("language", other),),
        words=f"{_('Language')} language",
    )
