"""Reading users and open invitations for their list (P5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from tenants.factors import SECOND
from tenants.people.models import AccessRole, Invitation, Leaving, User
from tenants.people.models.user import Plan, Role

ACTIVE, INVITED, CLOSED = "active", "invited", "closed"


def names(user: User, keys: Collection[str]) -> dict[str, str]:
    """{id: name} of colleagues, for notices about them."""
    found = User.objects.filter(pk__in=keys).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def page(*, state: str) -> dict[str, Any]:
    """Rows and counts; an unknown `state` shows all."""
    has_factor = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND)
    people = (
        User.objects.prefetch_related("licences", "access_roles")
        .annotate(has_factor=Exists(has_factor), seen_at=Max("sittings__seen_at"))
        .order_by("-is_active", "name", "pk")
    )
    everybody = list(people)
    invitations = _open_invitations()
    active = [user for user in everybody if user.is_active]
    closed = [user for user in everybody if not user.is_active]
    shown = {ACTIVE: active, INVITED: [], CLOSED: closed}.get(state, everybody)
    return {
        "users": shown,
        "invitations": invitations if state not in (ACTIVE, CLOSED) else [],
        "state": state,
        "counts": {
            "all": len(everybody) + len(invitations),
            ACTIVE: len(active),
            INVITED: len(invitations),
            CLOSED: len(closed),
        },
    }


def _open_invitations() -> list[Invitation]:
    """The newest first, each with the names of the roles it promises in `role_words`."""
    found = list(Invitation.objects.filter(accepted_at=None).order_by("-invited_at"))
    names = dict(AccessRole.objects.values_list("pk", "name")) if found else {}
    for each in found:
        held = [] if each.role == Role.ADMIN else [names.get(key, "") for key in each.access_roles]
        words = ", ".join(sorted(filter(None, held)))
        each.role_words = words or each.get_role_display()  # type: ignore[attr-defined]
    return found


def leaving(user: User) -> dict[str, Any]:
    """What the page asks about leaving and coming back.

    Who may get the records of a user who works here, or what comes back with one who does not:
    `undo` is the last leaving with `undo_count` records, None when there is nothing to take back.
    """
    if user.is_active:
        return {"heirs": heirs(user)}
    undo = user.leavings.exclude(state=Leaving.State.OVER).select_related("heir").first()
    return {"undo": undo, "undo_count": undo.records.count() if undo else 0}


def heirs(user: User) -> list[tuple[str, str]]:
    """(id, name) of the colleagues who may get the records of a user who leaves.

    Without a plan one sees no records: the name says so.
    """
    others = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name", "pk")
    choices = [(str(each.pk), _named(each)) for each in others.prefetch_related("licences")]
    return [("", _("Nobody: they stay")), *choices]


def _named(user: User) -> str:
    return user.name if user.plans() else _("%(name)s (no plan)") % {"name": user.name}


def lacks_plan(user: User, module: str, plans: Sequence[Plan]) -> str:
    """What somebody is told whose plan does not open a module: which plans do, and whom to ask."""
    facts = {"module": module, "plans": _(" or ").join(str(plan.label) for plan in plans)}
    if user.is_admin:
        return _("%(module)s comes with the plan %(plans)s. Change your plan under Users.") % facts
    words = _("%(module)s comes with the plan %(plans)s. Ask for it: %(names)s")
    return words % {**facts, "names": _admins()}


def no_plan(user: User) -> str:
    """What somebody without a plan is told: whom to ask for one."""
    if user.is_admin:
        return _("You have no plan yet, so records are closed to you. Choose one under Users.")
    words = _("You have no plan yet, so records are closed to you. Ask for one: %(names)s")
    return words % {"names": _admins()}


def _admins() -> str:
    """Names of some who give plans."""
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("name", "pk")
    return ", ".join(admins.values_list("name", flat=True)[:5])
