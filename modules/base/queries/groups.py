"""Who is in a group, and in which groups a customer is (B26)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from dangol import remembered
from dangol.access import user_can
from dangol.errors import RuleBroken
from dangol.records import rights
from dangol.records.lists.selection import read_selection, words_of
from dangol.records.types import record_of
from modules.base.filters import GROUPS
from modules.base.models import Customer, Group

MOST = 100
"""Groups in a menu; it has a box to find in."""


def members(user: Any, group: Group) -> Mapping[str, Any]:
    """How many customers this user finds in the group: counted as their list counts them."""
    record = record_of("base.customer")
    asked = {GROUPS: [str(group.pk)]}
    is_dynamic = group.kind == Group.Kind.DYNAMIC
    found: dict[str, Any] = {
        "address": f"{reverse(record.url_name('list'))}?{urlencode({GROUPS: group.pk})}",
        "words": words_of(record, group.query) if is_dynamic else "",
        "add": "" if is_dynamic else _adding(user, group),
    }
    try:
        selection = read_selection(record, user, asked, strict=True)
    except RuleBroken as broken:
        return {**found, "count": 0, "damaged": str(broken)}
    return {**found, "count": selection.of(record.visible_to(user)).count()}


def _adding(user: Any, group: Group) -> str:
    """Where a list of customers goes into it; "" for whoever may not change it."""
    may = rights.may(record_of(Group.record_code), user, "edit", group)
    return reverse("base:group-members", args=[group.pk]) if may else ""


def groups_of(user: Any, customer: Customer) -> Mapping[str, Any]:
    """The static groups that a customer is in, as far as the user may see groups."""
    record = record_of("base.group")
    closed = record.title in record.hidden_from(user)
    if closed or not user_can(user, record.permission("view")):
        return {}
    rows = record.visible_to(user).filter(members__customer=customer.pk)
    return {"groups": list(rows.order_by("name")), "is_shown": True}


def into(user: Any) -> list[tuple[str, str]]:
    """(id, name) of the groups into which customers are put; the last line makes a new one."""
    return [*out_of(user), ("", gettext("New group …"))]


def out_of(user: Any) -> list[tuple[str, str]]:
    """(id, name) of the groups with chosen members that the user may change.

    Two deeds of a list offer them; a request asks once.
    """
    return remembered.of(f"groups that {user.pk} changes", lambda: _changeable(user))


def _changeable(user: Any) -> list[tuple[str, str]]:
    rows = record_of("base.group").visible_to(user, "edit").filter(kind=Group.Kind.STATIC)
    return [(str(each.pk), each.name) for each in rows.order_by("name", "pk")[:MOST]]
