"""Who is told: by rule, by name, by department or by role (A29)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import remembered
from dangol.about_triggers import Fired
from dangol.ids import read_id
from dangol.records import Record
from tenants.people.models import AccessRole, User
from tenants.people.models.user import Role
from tenants.queries import departments

OWNER, TEAM, DOER, ADMINS = "owner", "team", "doer", "admins"
PERSON, DEPARTMENT, ROLE, FIELD = "u", "d", "r", "f"
"""Before the id of a person, of a department with all below it, of a role; before a field."""
WORDS = {
    OWNER: gettext_lazy("Whose it is"),
    TEAM: gettext_lazy("The department of whose it is"),
    DOER: gettext_lazy("Whoever changed it"),
    ADMINS: gettext_lazy("Administrators"),
}


def choices(record: Record, *, of_list: bool) -> list[tuple[str, str]]:
    """(code, words) of all who can be chosen: rules first, then roles, departments, people."""
    found = [(ADMINS, str(WORDS[ADMINS]))]
    if not of_list:
        rules = [OWNER, TEAM, DOER] if record.owner else [DOER]
        found = [*((code, str(WORDS[code])) for code in rules), *found, *_fields(record)]
    roles = AccessRole.objects.order_by("name")
    found += [(f"{ROLE}{each.pk}", _("%(name)s (role)") % {"name": each.name}) for each in roles]
    found += [
        (f"{DEPARTMENT}{each.department.pk}", _("%(department)s (department)")
         % {"department": each.department.name})
        for each in departments.tree()
    ]  # fmt: skip
    people = User.objects.filter(is_active=True).select_related("department").order_by("name", "pk")
    return [*found, *((f"{PERSON}{each.pk}", _named(each)) for each in people)]


def words(codes: Sequence[str], record: Record) -> str:
    """The chosen as people call them; who is gone is said to be."""
    known = names() | {code: str(word) for code, word in WORDS.items()} | dict(_fields(record))
    return ", ".join(known.get(code, _("no longer there")) for code in codes)


def name_of(user: object) -> str:
    """What somebody is called by their id; who is gone is said to be."""
    return names().get(f"{PERSON}{user}", _("no longer there"))


def names() -> dict[str, str]:
    """{code: name} of everybody, every role and department; read once for a page."""
    return remembered.of("names of recipients", _names)


def _names() -> dict[str, str]:
    parts = [each.department for each in departments.tree()]
    people = User.objects.values_list("pk", "name")
    roles = AccessRole.objects.values_list("pk", "name")
    return {
        **{f"{PERSON}{pk}": name for pk, name in people},
        **{f"{ROLE}{pk}": name for pk, name in roles},
        **{f"{DEPARTMENT}{part.pk}": part.name for part in parts},
    }


def users(codes: Iterable[str], fired: Fired) -> list[User]:
    """The active people behind the codes, each once, by name."""
    given = list(codes)
    wanted = Q(pk__in=_people(given, fired))
    tops = [key for code in given if code[0] == DEPARTMENT and (key := read_id(code[1:]))]
    if TEAM in given and (team := _team(fired)):
        tops.append(team)
    inside = {key for top in tops for key in departments.below(top)}
    wanted |= Q(department__in=inside)
    wanted |= Q(access_roles__in=[read_id(c[1:]) for c in given if c[0] == ROLE and read_id(c[1:])])
    if ADMINS in given:
        wanted |= Q(role=Role.ADMIN)
    found = User.objects.filter(wanted, is_active=True).distinct()
    return list(found.order_by("name", "pk"))


def _people(given: Sequence[str], fired: Fired) -> set[UUID]:
    """Ids of those who are meant one by one."""
    keys: set[Any] = {read_id(code[1:]) for code in given if code[0] == PERSON}
    if DOER in given:
        keys.add(fired.doer)
    if OWNER in given:
        keys.add(owner_of(fired))
    for code in given:
        if code[0] == FIELD and fired.instance is not None and code not in WORDS:
            keys.add(getattr(fired.instance, f"{code[1:]}_id", None))
    return keys - {None}


def owner_of(fired: Fired) -> UUID | None:
    """Whose the record is."""
    if not fired.record.owner or fired.instance is None:
        return None
    found: UUID | None = getattr(fired.instance, f"{fired.record.owner}_id")
    return found


def _team(fired: Fired) -> UUID | None:
    key = owner_of(fired)
    owner = User.objects.filter(pk=key).first() if key else None
    return owner.department_id if owner else None


def _fields(record: Record) -> list[tuple[str, str]]:
    """Further fields of the type that name a person, such as who is in charge of a check."""
    found = []
    for field in record.model._meta.concrete_fields:
        is_person = isinstance(field, ForeignKey) and field.related_model is User
        if is_person and field.name != record.owner and field.editable:
            found.append((f"{FIELD}{field.name}", str(field.verbose_name)))
    return found


def _named(user: User) -> str:
    return f"{user.name} · {user.department.name}" if user.department else user.name
