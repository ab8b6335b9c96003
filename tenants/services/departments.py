"""The tree of departments, and who stands where in it (P5)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from tenants import audit
from tenants.people.models import Department, User
from tenants.queries import departments as reading

DEEPEST = 8
MOST = 500


@transaction.atomic
def create(name: str, parent: UUID | None = None) -> Department:
    """A new department, last among the parts of `parent`.

    RuleBroken for a name that stands there already, and for a tree too deep or too large.
    """
    name = _name(name)
    above = _parent(parent)
    _refuse_twin(name, above, but=None)
    if above is not None and len(reading.above(above.pk)) >= DEEPEST:
        raise RuleBroken(
            "department_deep",
            _("Departments go %(most)s levels deep at most.") % {"most": DEEPEST},
            field="parent",
        )
    if Department.objects.count() >= MOST:
        raise RuleBroken(
            "department_many", _("A company has at most %(most)s departments.") % {"most": MOST}
        )
    position = Department.objects.filter(parent=above).count()
    made = Department.objects.create(name=name, parent=above, position=position)
    reading.moved()
    _note("create", made, {"parent": above.name} if above else {})
    return made


@transaction.atomic
def change(department: Department, *, name: str, parent: UUID | None) -> None:
    """Another name or another place. RuleBroken as `create`, and for a place below itself."""
    locked = _locked(department)
    name, above = _name(name), _parent(parent)
    if above is not None and above.pk in reading.below(locked.pk):
        raise RuleBroken(
            "department_circle",
            _("A department cannot stand below itself; choose another one above it."),
            field="parent",
        )
    _refuse_twin(name, above, but=locked)
    changes = {}
    if name != locked.name:
        changes["name"] = [locked.name, name]
    if locked.parent_id != (above.pk if above else None):
        changes["parent"] = [
            locked.parent.name if locked.parent else "",
            above.name if above else "",
        ]
    if not changes:
        return
    locked.name, locked.parent = name, above
    locked.save(update_fields=["name", "parent"])
    reading.moved()
    _note("edit", locked, changes)


@transaction.atomic
def remove(department: Department) -> None:
    """Deletes a department; its people and its parts go to the one above it.

    RuleBroken when a part has the name of a department there.
    """
    locked = _locked(department)
    for part in locked.parts.all():
        _refuse_twin(part.name, locked.parent, but=part)
    locked.parts.update(parent=locked.parent)
    locked.people.update(department=locked.parent)
    _note("delete", locked, {})
    locked.delete()
    reading.moved()


@transaction.atomic
def place(user: User, department: UUID | None) -> None:
    """Puts a user into a department, or into none. RuleBroken for one that is gone."""
    wanted = _parent(department)
    before = user.department
    if before == wanted:
        return
    user.department = wanted
    user.save(update_fields=["department"])
    audit.record(
        "tenants.user.place",
        subject="tenants.user",
        subject_id=user.pk,
        summary=user.name,
        changes={"department": [before.name if before else "", wanted.name if wanted else ""]},
    )


def _locked(department: Department) -> Department:
    """The department, with the whole tree locked: two moves at once could make a circle."""
    rows = list(Department.objects.select_for_update().order_by("pk"))
    found = next((row for row in rows if row.pk == department.pk), None)
    if found is None:
        raise RuleBroken("department_gone", _("This department is no longer there."))
    return found


def _parent(key: UUID | None) -> Department | None:
    if key is None:
        return None
    found = Department.objects.filter(pk=key).first()
    if found is None:
        raise RuleBroken(
            "department_gone", _("This department is no longer there."), field="department"
        )
    return found


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("department_nameless", _("Give the department a name."), field="name")
    return name


def _refuse_twin(name: str, parent: Department | None, *, but: Department | None) -> None:
    twins = Department.objects.filter(name__iexact=name, parent=parent)
    if but is not None:
        twins = twins.exclude(pk=but.pk)
    if twins.exists():
        raise RuleBroken(
            "department_twice",
            _("“%(name)s” stands there already; choose another name.") % {"name": name},
            field="name",
        )


def _note(verb: str, department: Department, changes: Mapping[str, object]) -> None:
    audit.record(
        f"tenants.department.{verb}",
        subject="tenants.department",
        subject_id=department.pk,
        summary=department.name,
        changes=dict(changes),
    )
