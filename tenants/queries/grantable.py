"""What roles can give: the rights and fields of every record type, and the screens (P5, A13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import registry
from dangol.access import HIDE, READ, Scope
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.registry import Declaration, Permission, Text
from tenants.queries import desk

VERBS: dict[str, Text] = {
    "view": pgettext_lazy("right", "See"),
    "create": pgettext_lazy("right", "Create"),
    "edit": pgettext_lazy("right", "Change"),
    "delete": pgettext_lazy("right", "Delete"),
    "import": pgettext_lazy("right", "Import"),
    "export": pgettext_lazy("right", "Export"),
    "bulk": pgettext_lazy("right", "Many at once"),
}
"""The columns of the matrix."""
WORDS: dict[Scope, Text] = {
    Scope.NONE: pgettext_lazy("scope", "None"),
    Scope.OWN: pgettext_lazy("scope", "Own"),
    Scope.DEPARTMENT: pgettext_lazy("scope", "Department"),
    Scope.ALL: pgettext_lazy("scope", "All"),
}
YES_OR_NO: dict[Scope, Text] = {
    Scope.NONE: pgettext_lazy("right", "Not allowed"),
    Scope.ALL: pgettext_lazy("right", "Allowed"),
}
FIELD_WORDS: dict[str, Text] = {
    HIDE: pgettext_lazy("field right", "Hidden"),
    READ: pgettext_lazy("field right", "Read"),
    "": pgettext_lazy("field right", "Write"),
}


@dataclass(frozen=True)
class Line:
    """A row of the matrix: a record type with a permission for each verb, or one screen.

    cells   a permission for each of VERBS, None where the type has none; of a screen the first
    record  the record type, None for a screen
    """

    code: str
    label: Text
    cells: list[Permission | None]
    record: Record | None = None


@dataclass(frozen=True)
class Group:
    """The lines of one module or layer."""

    code: str
    label: Text
    lines: list[Line]


def groups() -> list[Group]:
    """Everything a role can give, module by module."""
    modules = [each for each in registry.declarations() if registry.is_module(each)]
    layers = [each for each in registry.declarations() if not registry.is_module(each)]
    found = [Group(each.code, each.label, list(_lines(each))) for each in [*modules, *layers]]
    return [group for group in found if group.lines]


def _lines(declaration: Declaration) -> Iterator[Line]:
    open_ones = {each.code: each for each in declaration.permissions if each.is_grantable}
    if declaration.entitlement == "provider":
        return
    for record in desk.records().values():
        if record.module == declaration.code:
            cells = [open_ones.pop(record.permission(verb), None) for verb in VERBS]
            yield Line(record.code, record.plural, cells, record)
    for code, permission in open_ones.items():
        yield Line(code, permission.label, [permission])


def permissions() -> dict[str, Permission]:
    """{code: permission} of everything a role can give."""
    return {
        cell.code: cell for group in groups() for line in group.lines for cell in line.cells if cell
    }


def usual(permission: str) -> Scope:
    """What a member without roles has."""
    declared, _declaration = registry.permissions()[permission]
    return Scope[declared.usual.upper()] if "member" in declared.roles else Scope.NONE


def usual_scopes() -> dict[str, int]:
    """{permission: scope} of a member without roles."""
    return {code: int(usual(code)) for code in permissions()}


def scopes_of(permission: Permission, record: Record | None) -> list[Scope]:
    """The scopes to choose from: all or none of deeds, and of records that belong to nobody."""
    if permission.is_scoped and record is not None and record.owner:
        return list(Scope)
    return [Scope.NONE, Scope.ALL]


def check(permission: str, value: int) -> None:
    """RuleBroken unless a role can give the permission this scope."""
    for group in groups():
        for line in group.lines:
            for cell in line.cells:
                if cell and cell.code == permission and value in scopes_of(cell, line.record):
                    return
    raise RuleBroken(
        "right_unknown",
        _("A role cannot give “%(right)s” like this. Reload the page and choose again.")
        % {"right": permission[:60]},
    )


def fields_of(record: Record) -> list[tuple[str, Text]]:
    """(name, label) of the fields that a role may hide or lock: all but the record's name."""
    made = {each for names in record.made_of.values() for each in names}
    shown = [
        name
        for section in record.sections_for(None)
        for name in (*section.fields, *(section.facts or ()))
    ]
    shown += [column.name for column in record.columns]
    names = [name for name in dict.fromkeys(shown) if name not in made and name != record.title]
    return [(name, record.label_of(name)) for name in names]


def check_field(record: str, name: str, right: Any) -> None:
    """RuleBroken unless a role can treat the field like this."""
    known = desk.records().get(record)
    if known is None or name not in dict(fields_of(known)) or right not in FIELD_WORDS:
        raise RuleBroken(
            "field_unknown",
            _("“%(field)s” cannot be set like this. Reload the page and choose again.")
            % {"field": name[:60]},
        )
