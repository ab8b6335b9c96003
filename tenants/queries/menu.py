"""The whole menu: every screen that is open to a user, by module, and what they opened (A5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import access, registry
from dangol.records.names import names_of
from dangol.records.types import records
from dangol.registry import Declaration
from tenants.people.models import Favourite, User, Visit
from tenants.queries import desk


@dataclass(frozen=True)
class Line:
    """One screen. `kept` is the id of the favourite that leads there, "" for none."""

    label: str
    url: str
    icon: str
    kept: str = ""
    key: str = ""


@dataclass
class Group:
    """The screens of one module, or those behind the gear."""

    label: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Seen:
    """A record that the user opened, and when last."""

    line: desk.OwnLine
    kind: str
    at: datetime


def groups(user: User) -> list[Group]:
    """Modules in the order of the navigation, then the desk, then settings; no empty ones."""
    own = Favourite.objects.filter(user_id=user.pk, record="").values_list("url", "pk")
    kept = {url: str(key) for url, key in own}
    settings = Group(_("Settings"))
    found: dict[str, Group] = {}
    for declaration in _in_order():
        label = str(declaration.label) if registry.is_module(declaration) else _("Desk")
        group = found.setdefault(label, Group(label))
        for place, line in _lines(user, declaration, kept):
            lines = (settings if place == "settings" else group).lines
            if line.url not in {each.url for each in lines}:
                lines.append(line)
    return [group for group in (*found.values(), settings) if group.lines]


def history(user: User) -> list[Seen]:
    """What the user opened, the newest first, as far as they may still see it."""
    visits = list(Visit.objects.filter(user_id=user.pk).order_by("-at"))
    names = names_of(user, [(each.record, each.object_id) for each in visits])
    known = records()
    return [
        Seen(desk.line_of(thing, names[thing]), str(known[each.record].label), each.at)
        for each in visits
        if (thing := (each.record, each.object_id)) in names
    ]


def _in_order() -> list[Declaration]:
    def place(declaration: Declaration) -> tuple[bool, int]:
        orders = [item.order for item in declaration.menu if item.place == "main"]
        return (not registry.is_module(declaration), min(orders, default=99))

    return sorted(registry.declarations(), key=place)


def _lines(user: Any, declaration: Declaration, kept: dict[str, str]) -> Iterator[tuple[str, Line]]:
    """(place, line) of a declaration: its menu, what may be made, what it offers besides."""

    def line(label: Any, url: str, icon: str, key: str = "") -> Line:
        return Line(str(label), url, icon, kept.get(url, ""), key)

    for item in sorted(declaration.menu, key=lambda each: each.order):
        if access.user_can(user, item.permission) and item.is_for(user):
            yield item.place, line(item.label, reverse(item.url_name), item.icon, item.key)
    for record in records().values():
        is_own = record.code.partition(".")[0] == declaration.code
        if is_own and access.user_can(user, record.permission("create")):
            label = _("New %(noun)s") % {"noun": record.label}
            yield "main", line(label, reverse(record.url_name("new")), "plus")
    for action in declaration.quick_actions:
        if access.user_can(user, action.permission):
            yield "main", line(action.label, reverse(action.url_name), action.icon, action.key)
