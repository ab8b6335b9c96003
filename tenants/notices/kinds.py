"""The declared kinds of notices: who may know what, under which name (U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypeAlias

from django.utils.module_loading import import_string

from dangol import access, registry
from dangol.records.names import names_of
from tenants.queries import desk

if TYPE_CHECKING:
    from tenants.people.models import User

SEVERAL = ""
"""Key of a notice about several things."""


Asked: TypeAlias = Mapping[tuple[str, str], Collection[str]]
"""{(kind, record type): keys of things}"""


def names(user: User, kind: registry.Notice, record: str, keys: Collection[str]) -> dict[str, str]:
    """{key: name} of the things that the user may see now; {} for who may not be told at all."""
    found = all_names(user, {(kind.code, record): keys})
    return {key: name for (_kind, _record, key), name in found.items()}


def all_names(user: User, asked: Asked) -> dict[tuple[str, str, str], str]:
    """{(kind, record type, key): name} as `names`, the records of all kinds in one statement."""
    found: dict[tuple[str, str, str], str] = {}
    things: dict[tuple[str, str], list[str]] = {}
    for (code, record), keys in asked.items():
        kind = registry.notices()[code]
        if not access.user_can(user, kind.permission):
            continue
        if SEVERAL in keys and _may_list(user, kind, record):
            found[code, record, SEVERAL] = ""
        wanted = [key for key in keys if key != SEVERAL]
        if wanted and kind.things:
            seen: Mapping[str, str] = import_string(kind.things)(user, wanted)
            found |= {(code, record, key): name for key, name in seen.items()}
        elif wanted:
            things[code, record] = wanted
    of_records = [(record, key) for (_kind, record), keys in things.items() for key in keys]
    named = names_of(user, of_records) if of_records else {}
    for (code, record), keys in things.items():
        seen_now = {key: named[record, key] for key in keys if (record, key) in named}
        found |= {(code, record, key): name for key, name in seen_now.items()}
    return found


def _may_list(user: User, kind: registry.Notice, code: str) -> bool:
    """Whether the user may open the list that a notice about several of its records leads to."""
    record = desk.records().get(code)
    return bool(kind.things) or record is None or access.user_can(user, record.permission("view"))


def may_get(user: User) -> list[registry.Notice]:
    """The kinds that the user can be told of, in the order of settings."""
    return [k for k in registry.notices().values() if access.user_can(user, k.permission)]
