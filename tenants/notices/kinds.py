"""The declared kinds of notices: who may know what, under which name (U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from dangol import access, registry
from tenants.queries import desk

if TYPE_CHECKING:
    from tenants.people.models import User

SEVERAL = ""
"""Key of a notice about several things."""


def names(user: User, kind: registry.Notice, record: str, keys: Collection[str]) -> dict[str, str]:
    """{key: name} of the things that the user may see now; {} for who may not be told at all."""
    if not access.user_can(user, kind.permission):
        return {}
    found = {SEVERAL: ""} if SEVERAL in keys and _may_list(user, kind, record) else {}
    wanted = [key for key in keys if key != SEVERAL]
    if not wanted:
        return found
    if kind.things:
        seen: Mapping[str, str] = import_string(kind.things)(user, wanted)
        return found | dict(seen)
    named = desk.names(user, [(record, key) for key in wanted])
    return found | {key: name for (_record, key), name in named.items()}


def _may_list(user: User, kind: registry.Notice, code: str) -> bool:
    """Whether the user may open the list that a notice about several of its records leads to."""
    record = desk.records().get(code)
    return bool(kind.things) or record is None or access.user_can(user, record.permission("view"))


def may_get(user: User) -> list[registry.Notice]:
    """The kinds that the user can be told of, in the order of settings."""
    return [k for k in registry.notices().values() if access.user_can(user, k.permission)]
