"""Roles of a company: what they give, and who has them (P5, A12, A13)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit
from tenants.people.models import AccessRole, Assignment, User
from tenants.queries import grantable

Scopes = Mapping[str, int]
Fields = Mapping[str, Mapping[str, str]]


@transaction.atomic
def create(name: str, *, like: AccessRole | None = None) -> AccessRole:
    """A new role: with the rights of another, or of a member without roles.

    RuleBroken for a name that another role has.
    """
    name = _free_name(name)
    role = AccessRole.objects.create(
        name=name,
        scopes=dict(like.scopes) if like else grantable.usual_scopes(),
        fields=dict(like.fields) if like else {},
    )
    changes = {"copied_from": like.name} if like else {}
    audit.record(
        "tenants.role.create",
        subject="tenants.role",
        subject_id=role.pk,
        summary=name,
        changes=changes,
    )
    return role


@transaction.atomic
def rename(role: AccessRole, name: str) -> None:
    """RuleBroken for a name that another role has."""
    locked = AccessRole.objects.select_for_update().get(pk=role.pk)
    name = _free_name(name, but=locked)
    if name == locked.name:
        return
    changes = {"name": [locked.name, name]}
    locked.name = name
    locked.save(update_fields=["name"])
    audit.record(
        "tenants.role.edit",
        subject="tenants.role",
        subject_id=role.pk,
        summary=name,
        changes=changes,
    )


def state_of(role: AccessRole) -> str:
    """What a screen of the role has shown; `change` refuses when it is no longer so."""
    shown = json.dumps([role.scopes, role.fields], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


@transaction.atomic
def change(role: AccessRole, *, scopes: Scopes, fields: Fields, seen: str = "") -> int:
    """Sets rights and field rights in one go, one audit entry; how many places changed.

    Only what is named changes. RuleBroken for rights that no role can give, for a field that must
    stay readable, and when a colleague changed the role since `seen`.
    """
    locked = AccessRole.objects.select_for_update().get(pk=role.pk)
    if seen and seen != state_of(locked):
        raise RuleBroken(
            "changed_meanwhile",
            _(
                "Somebody else has changed this role in the meantime. The present rights are below;"
                " make your change again."
            ),
        )
    rights, field_rights = _change_scopes(locked, scopes), _change_fields(locked, fields)
    if not rights and not field_rights:
        return 0
    changes: dict[str, Any] = {"rights": rights} if rights else {}
    if field_rights:
        changes["field_rights"] = field_rights
    locked.changed_at = clock.now()
    locked.save(update_fields=["scopes", "fields", "changed_at"])
    audit.record(
        "tenants.role.edit",
        subject="tenants.role",
        subject_id=locked.pk,
        summary=locked.name,
        changes=changes,
    )
    return len(rights) + sum(len(each) for each in field_rights.values())


@transaction.atomic
def remove(role: AccessRole) -> None:
    """Deletes a role that nobody has. RuleBroken while somebody does."""
    locked = AccessRole.objects.select_for_update().get(pk=role.pk)
    holders = locked.assignments.count()
    if holders:
        raise RuleBroken(
            "role_in_use",
            _("%(count)s people have this role. Give them another one first.") % {"count": holders},
        )
    audit.record(
        "tenants.role.delete", subject="tenants.role", subject_id=role.pk, summary=locked.name
    )
    locked.delete()


@transaction.atomic
def assign(user: User, roles: Collection[UUID]) -> None:
    """Gives a user exactly these roles. RuleBroken for one that is no longer there."""
    held = {each.role_id: each for each in user.assignments.select_related("role")}
    wanted = set(roles)
    if wanted == set(held):
        return
    found = {role.pk: role for role in AccessRole.objects.filter(pk__in=wanted)}
    if set(found) != wanted:
        raise RuleBroken(
            "role_unknown", _("This role is no longer there; choose again."), field="access_roles"
        )
    Assignment.objects.filter(user=user, role__in=set(held) - wanted).delete()
    Assignment.objects.bulk_create(
        Assignment(user=user, role=found[key]) for key in wanted - set(held)
    )
    before = sorted(each.role.name for each in held.values())
    after = sorted(role.name for role in found.values())
    audit.record(
        "tenants.user.roles",
        subject="tenants.user",
        subject_id=user.pk,
        summary=user.name,
        changes={"access_roles": [", ".join(before), ", ".join(after)]},
    )


def _free_name(name: str, but: AccessRole | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("role_nameless", _("Give the role a name."), field="name")
    others = AccessRole.objects.filter(name__iexact=name)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise RuleBroken("role_twice", _("There is a role of this name already."), field="name")
    return name


def _change_scopes(role: AccessRole, scopes: Scopes) -> dict[str, list[int]]:
    changes = {}
    for permission, value in scopes.items():
        grantable.check(permission, value)
        before = role.scopes.get(permission, grantable.usual(permission))
        if before != value:
            changes[permission] = [int(before), int(value)]
        role.scopes[permission] = int(value)
    return changes


def _change_fields(role: AccessRole, fields: Fields) -> dict[str, dict[str, list[str]]]:
    changes: dict[str, dict[str, list[str]]] = {}
    for record, rights in fields.items():
        own = dict(role.fields.get(record, {}))
        for name, right in rights.items():
            grantable.check_field(record, name, right)
            before = own.get(name, "")
            if before != right:
                changes.setdefault(record, {})[name] = [before, right]
            own.pop(name, None)
            if right:
                own[name] = right
        role.fields[record] = own
    return changes
