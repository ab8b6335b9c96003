"""Reading roles for their screen (P5, A13)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from dangol.registry import Permission, Text
from tenants.people.models import AccessRole, User
from tenants.people.models.user import Role
from tenants.queries import desk, grantable


@dataclass(frozen=True)
class Cell:
    """One right of a role: its name in the form, its scope, and the scopes one may choose."""

    name: str
    label: str
    scope: int
    choices: list[tuple[int, Text]]
    is_scoped: bool


@dataclass(frozen=True)
class Row:
    """A record type with a cell for each verb (None where there is no such right), or a screen."""

    code: str
    label: Text
    cells: list[Cell | None]
    is_record: bool


@dataclass(frozen=True)
class Part:
    """The rows of one module."""

    code: str
    label: Text
    rows: list[Row]

    @property
    def wholes(self) -> list[list[tuple[int, Text]] | None]:
        """For each verb the scopes that can be given to all rows at once; None for no right."""
        most = max(len(row.cells) for row in self.rows)
        columns = (
            [row.cells[at] for row in self.rows if at < len(row.cells)] for at in range(most)
        )
        return [_choices_of([cell for cell in column if cell]) for column in columns]


def _choices_of(cells: list[Cell | None]) -> list[tuple[int, Text]] | None:
    """The widest choice of these cells: what they do not know, they are not given."""
    return max((cell.choices for cell in cells if cell), key=len, default=None)


@dataclass(frozen=True)
class FieldLine:
    """One field of a record type: name in the form, label, and what the role may do to it."""

    name: str
    label: Text
    right: str


def lines() -> list[tuple[AccessRole | None, Text, int]]:
    """(role, name, active holders): administrators, each role, and members without one."""
    active = Count("assignments", filter=Q(assignments__user__is_active=True))
    roles = AccessRole.objects.annotate(active=active).order_by("name")
    people = User.objects.filter(is_active=True)
    admins = people.filter(role=Role.ADMIN).count()
    plain = people.filter(role=Role.MEMBER, assignments=None).count()
    made = [(role, role.name, role.active) for role in roles]  # type: ignore[attr-defined]
    return [(None, Role.ADMIN.label, admins), *made, (None, Role.MEMBER.label, plain)]


def matrix(role: AccessRole) -> list[Part]:
    """Everything that a role can give, with what this one gives."""
    return [
        Part(
            group.code,
            group.label,
            [
                Row(
                    line.code,
                    line.label,
                    [_cell(role, line, cell) if cell else None for cell in line.cells],
                    line.record is not None,
                )
                for line in group.lines
            ],
        )
        for group in grantable.groups()
    ]


def _cell(role: AccessRole, line: grantable.Line, permission: Permission) -> Cell:
    scopes = grantable.scopes_of(permission, line.record)
    is_scoped = len(scopes) > 2
    words = grantable.WORDS if is_scoped else grantable.YES_OR_NO
    return Cell(
        name=f"right:{permission.code}",
        label=str(permission.label),
        scope=int(role.scopes.get(permission.code, grantable.usual(permission.code))),
        choices=[(int(scope), words[scope]) for scope in scopes],
        is_scoped=is_scoped,
    )


def field_matrix(role: AccessRole) -> list[tuple[str, Text, list[FieldLine]]]:
    """(code, label, fields) of every record type."""
    return [
        (
            code,
            record.label,
            [
                FieldLine(f"field:{code}:{name}", label, role.fields.get(code, {}).get(name, ""))
                for name, label in grantable.fields_of(record)
            ],
        )
        for code, record in desk.records().items()
    ]


def holders(role: AccessRole) -> list[User]:
    """Active users who have the role."""
    people = User.objects.filter(assignments__role=role, is_active=True)
    return list(people.order_by("name", "pk"))
