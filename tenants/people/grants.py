"""What several roles give together: of each right the widest, of each field the most open (P5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from dangol.access import HIDE, READ, Scope


class GivingRole(Protocol):
    """A role as it is stored; see `AccessRole`."""

    pk: UUID
    name: str
    scopes: dict[str, int]
    fields: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Grants:
    """The rights of somebody's roles; without any, what is declared counts.

    scopes       {permission: the widest scope that a role gives it}
    said_by_all  permissions that every role speaks of; elsewhere the declaration counts, too
    fields       {record type: {field: HIDE or READ}}, only where every role restricts the field
    roles        ids of the roles, in the order of their names
    """

    scopes: Mapping[str, Scope] = field(default_factory=dict)
    said_by_all: frozenset[str] = frozenset()
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    roles: tuple[UUID, ...] = ()

    @classmethod
    def of(cls, roles: Sequence[GivingRole]) -> Grants:
        if not roles:
            return cls()
        scopes: dict[str, Scope] = {}
        for role in roles:
            for permission, value in role.scopes.items():
                scopes[permission] = max(Scope(value), scopes.get(permission, Scope.NONE))
        said = frozenset.intersection(*(frozenset(role.scopes) for role in roles))
        names = tuple(role.pk for role in sorted(roles, key=lambda role: role.name))
        return cls(scopes, said, _fields([role.fields for role in roles]), names)

    def scope(self, permission: str, declared: Scope) -> Scope:
        """The scope of a permission; `declared` is what a member has without roles."""
        given = self.scopes.get(permission, Scope.NONE)
        return given if permission in self.said_by_all else max(given, declared)


def _fields(each: Sequence[Mapping[str, Mapping[str, str]]]) -> dict[str, dict[str, str]]:
    """A field is as open as the most open role leaves it."""
    records = set.intersection(*(set(fields) for fields in each))
    found = {}
    for record in records:
        names = set.intersection(*(set(fields[record]) for fields in each))
        found[record] = {
            name: HIDE if all(fields[record][name] == HIDE for fields in each) else READ
            for name in names
        }
    return {record: rights for record, rights in found.items() if rights}
