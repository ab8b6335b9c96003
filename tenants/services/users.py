"""Users: invitation, acceptance, change of role and licences, deactivation (P5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dangol import clock, notices
from dangol.errors import RuleBroken
from tenants import audit, context, errands
from tenants.people.models import AccessRole, Department, Invitation, Leaving, User
from tenants.people.models.user import Role
from tenants.services import departments, leaving, licences, roles, sittings

INVITATION_LIFE = timedelta(days=7)
AS_IT_IS: Any = object()
"""For what a caller leaves alone."""


def invite(
    *,
    email: str,
    name: str,
    role: str,
    plans: list[str],
    by: User,
    department: Department | None = None,
    access_roles: Iterable[AccessRole] = (),
) -> Invitation:
    """Asks somebody by mail to join, with place and roles; the mail leaves after the commit.

    Raises RuleBroken when they are a user or invited already, or when the plans do not fit.
    """
    email = email.strip().lower()
    wanted = sorted(licences.checked(plans))
    held = sorted(access_roles, key=lambda each: each.name)
    try:
        with transaction.atomic():
            if User.objects.filter(email__iexact=email).exists():
                raise RuleBroken(
                    "user_exists", gettext_lazy("This person is a user already."), field="email"
                )
            invitation = Invitation.objects.create(
                email=email, name=name, role=role, plans=wanted, invited_by=by,
                department=department, access_roles=[each.pk for each in held],
            )  # fmt: skip
            audit.record(
                "tenants.user.invite",
                subject="tenants.invitation",
                subject_id=invitation.pk,
                summary=email,
                changes={
                    "role": role,
                    "plans": wanted,
                    "access_roles": ", ".join(each.name for each in held),
                    "department": department.name if department else "",
                },
            )
            errands.post("tenants.services.users.mail_invitation", str(invitation.pk))
    except IntegrityError as error:
        raise RuleBroken(
            "invited_already",
            gettext_lazy("This person has an open invitation; withdraw it first to send another."),
            field="email",
        ) from error
    return invitation


def invitation_link(invitation: Invitation) -> str:
    """The address in the mail; signed for this company only."""
    company = context.company()
    token = _signer().sign(str(invitation.pk))
    return company.origin + reverse("tenants:invitation", args=[token])


def invitation_of(token: str) -> Invitation | None:
    """The open invitation of a link, or None when it is wrong, foreign, used or too old."""
    try:
        key = _signer().unsign(token)
    except signing.BadSignature:
        return None
    invitation = Invitation.objects.filter(pk=key, accepted_at=None).first()
    if invitation is None or clock.now() - invitation.invited_at > INVITATION_LIFE:
        return None
    return invitation


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"invitation.c{context.company().pk}")


def mail_invitation(key: str) -> None:
    """Sends the invitation's mail, unless it was withdrawn or accepted in the meantime."""
    invitation = Invitation.objects.filter(pk=key, accepted_at=None).first()
    if invitation is None:
        return
    company = context.company()
    facts = {
        "invitation": invitation,
        "company": company,
        "link": invitation_link(invitation),
        "days": INVITATION_LIFE.days,
    }
    with override(invitation.invited_by.language):
        send_mail(
            _("%(company)s invites you to Dangol") % {"company": company.name},
            render_to_string("tenants/mail/invitation.txt", facts),
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str) -> User:
    """Makes the invited person a user with the promised role and licences.

    Raises RuleBroken for a weak password or an invitation used in the meantime.
    """
    try:
        validate_password(password, User(email=invitation.email, name=name))
    except ValidationError as error:
        raise RuleBroken("password_weak", " ".join(error.messages), field="password") from error
    return join(invitation, name=name, password=password)


@transaction.atomic
def join(invitation: Invitation, *, name: str, password: str | None = None) -> User:
    """The same without a password, for who comes by single sign-on.

    RuleBroken for an invitation that was used in the meantime.
    """
    locked = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None or locked.accepted_at is not None:
        raise RuleBroken("invitation_used", gettext_lazy("This invitation was used already."))
    if User.objects.filter(email=locked.email).exists():
        raise RuleBroken("user_exists", gettext_lazy("This person is a user already."))
    user = User.objects.create(
        email=locked.email, name=name, role=locked.role, password=make_password(password)
    )
    locked.accepted_at = clock.now()
    locked.save(update_fields=["accepted_at"])
    with audit.acting(audit.Actor(id=user.pk, name=user.name)):
        audit.record(
            "tenants.user.join", subject="tenants.user", subject_id=user.pk, summary=user.email
        )
        licences.assign(user, locked.plans)
        _place(user, locked)
        joined = notices.Told(kind="tenants.user.joined", record="tenants.user", key=str(user.pk))
        notices.tell(joined, [locked.invited_by_id])
    return user


def _place(user: User, invitation: Invitation) -> None:
    """Puts the newcomer where the invitation says, as far as that is still there."""
    departments.place(user, invitation.department_id)
    there = AccessRole.objects.filter(pk__in=invitation.access_roles)
    roles.assign(user, list(there.values_list("pk", flat=True)))


@transaction.atomic
def withdraw(invitation: Invitation) -> None:
    """Takes an open invitation back; its link stops working."""
    audit.record(
        "tenants.user.uninvite",
        subject="tenants.invitation",
        subject_id=invitation.pk,
        summary=invitation.email,
    )
    invitation.delete()


def state_of(user: User) -> str:
    """What a screen that changes the user has shown: `change` refuses when it is no longer so."""
    held = sorted(str(each.role_id) for each in user.assignments.all())
    place = (str(user.department_id), held)
    shown = repr((user.name, user.role, user.is_active, sorted(user.plans()), place))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


@transaction.atomic
def change(
    user: User,
    *,
    name: str,
    role: str,
    plans: list[str],
    department: Department | None = AS_IT_IS,
    access_roles: Iterable[AccessRole] = AS_IT_IS,
    seen: str = "",
) -> None:
    """Changes name, place, roles and licences; the last administrator stays one.

    `seen` is the `state_of` what the writer looked at: RuleBroken when somebody else has changed
    the user since, so that nobody undoes a colleague's work unknowingly.
    """
    locked = _locked(user)
    if seen and seen != state_of(locked):
        raise RuleBroken(
            "changed_meanwhile",
            gettext_lazy(
                "Somebody else has changed this user in the meantime. The present values are below;"
                " make your change again."
            ),
        )
    if role != Role.ADMIN:
        _keep_one_admin(locked)
    before = {"name": locked.name, "role": locked.role}
    locked.name, locked.role = name, role
    locked.save(update_fields=["name", "role"])
    changes = {
        field: [old, getattr(locked, field)]
        for field, old in before.items()
        if old != getattr(locked, field)
    }
    if changes:
        audit.record(
            "tenants.user.edit",
            subject="tenants.user",
            subject_id=user.pk,
            summary=name,
            changes=changes,
        )
    if department is not AS_IT_IS:
        departments.place(locked, department.pk if department else None)
    if access_roles is not AS_IT_IS:
        roles.assign(locked, [each.pk for each in access_roles])
    licences.assign(locked, plans)


@transaction.atomic
def deactivate(user: User, heir: UUID | None = None) -> None:
    """Closes the user's log-in everywhere at once and gives the licences back.

    `heir` gets what is still to be done of the user's records, in the background; the rest, and
    without an heir everything, stays.
    RuleBroken for the last administrator, and for an heir who is no other active user.
    """
    locked = _locked(user)
    if (
        heir is not None
        and not User.objects.filter(pk=heir, is_active=True).exclude(pk=user.pk).exists()
    ):
        raise RuleBroken(
            "heir_unknown", gettext_lazy("Choose a colleague who works here."), field="heir"
        )
    if not locked.is_active:
        return
    _keep_one_admin(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    leaving.begin(locked, heir, locked.plans())
    licences.assign(locked, [])
    sittings.end_quietly(locked.sittings.all())
    audit.record(
        "tenants.user.deactivate",
        subject="tenants.user",
        subject_id=user.pk,
        summary=user.name,
        changes={"heir": str(heir)} if heir else None,
    )


@transaction.atomic
def activate(user: User, *, undo: bool = False) -> Leaving | None:
    """Opens the log-in of a deactivated user again.

    With `undo` the plans are theirs again as well, and what was handed over comes back in the
    background: the leaving that is taken back. Without it a hand-over stops, and stays.
    """
    locked = _locked(user)
    if locked.is_active:
        return None
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    undone = leaving.undo(locked) if undo else None
    if undone is None:
        leaving.close(locked)
    back = {"back_from": str(undone.heir_id)} if undone and undone.heir_id else None
    audit.record(
        "tenants.user.activate", subject="tenants.user", subject_id=user.pk, summary=user.name,
        changes=back,
    )  # fmt: skip
    return undone


def _locked(user: User) -> User:
    """The user, locked together with all administrators, always in the same order.

    Two administrators who change each other at once would otherwise wait for one another. Whoever
    saves a record of theirs meanwhile need not wait.
    """
    wanted = Q(pk=user.pk) | Q(role=Role.ADMIN, is_active=True)
    rows = User.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")
    return next(row for row in rows if row.pk == user.pk)


def _keep_one_admin(user: User) -> None:
    """Call it with `_locked` before: nobody else is taking an administrator away."""
    others = User.objects.filter(role=Role.ADMIN, is_active=True)
    if user.is_admin and not any(other.pk != user.pk for other in others):
        raise RuleBroken(
            "last_admin",
            gettext_lazy("A company needs an administrator; make somebody else one first."),
            field="role",
        )
