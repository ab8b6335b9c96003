"""The tree of departments (P5). A company has dozens or hundreds: all are read in one look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from dangol import remembered
from tenants.people.models import Department, User

INDENT = "\u2003"
"""Before a department that stands below another one, once for each level."""
PLACES = "where departments stand"


@dataclass(frozen=True)
class Branch:
    """A department where it stands in the tree.

    depth   0 for one that has nothing above it
    people  active users who stand in it directly
    """

    department: Department
    depth: int
    people: int

    @property
    def indented(self) -> str:
        """Its name as a choice among the others, by its place in the tree."""
        return f"{INDENT * self.depth}{self.department.name}"


def tree() -> list[Branch]:
    """Every department, each below the one it belongs to, in their order."""
    active = Count("people", filter=Q(people__is_active=True))
    rows = Department.objects.annotate(active=active).order_by("position", "name", "pk")
    parts: dict[UUID | None, list[Department]] = defaultdict(list)
    for row in rows:
        parts[row.parent_id].append(row)

    def walk(parent: UUID | None, depth: int) -> Iterator[Branch]:
        for row in parts[parent]:
            yield Branch(row, depth, row.active)  # type: ignore[attr-defined]
            yield from walk(row.pk, depth + 1)

    return list(walk(None, 0))


def below(key: UUID) -> set[UUID]:
    """The department and everything below it."""
    parts: dict[UUID | None, list[UUID]] = defaultdict(list)
    for child, parent in _parents().items():
        parts[parent].append(child)
    found, waiting = set(), [key]
    while waiting:
        each = waiting.pop()
        found.add(each)
        waiting += [part for part in parts[each] if part not in found]
    return found


def above(key: UUID) -> list[UUID]:
    """The department and everything above it, from below."""
    parents = _parents()
    found: list[UUID] = []
    at: UUID | None = key
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def moved() -> None:
    """Called after a department was made, moved or deleted: this request, too, reads them anew."""
    remembered.put(PLACES, _read())


def _parents() -> dict[UUID, UUID | None]:
    """{department: the one above it}, read once in a request."""
    return remembered.of(PLACES, _read)


def _read() -> dict[UUID, UUID | None]:
    return dict(Department.objects.values_list("pk", "parent_id"))


def homeless() -> int:
    """Active users without a department."""
    return User.objects.filter(department=None, is_active=True).count()
