"""Who comes in by the company's identity provider (P6)."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.text import clean_line
from tenants import audit
from tenants.people.models import Invitation, User
from tenants.people.models.user import Role
from tenants.services import licences, roles, users
from tenants.sso.models import Connection
from tenants.sso.refusals import SignOnRefused

LONGEST_NAME = 60


def user_of(connection: Connection, sociallogin: Any) -> User:
    """The user of an account: tied to it, or of the same mail address, or a newcomer.

    SignOnRefused when the address is missing, not confirmed, of another domain or of nobody.
    """
    email = checked_email(connection, sociallogin)
    if sociallogin.is_existing:
        tied: User = sociallogin.user
        return tied
    found = User.objects.filter(email=email).first()
    if found is not None:
        return _untied(connection, found)
    return _newcomer(connection, email, str(sociallogin.user.name or ""))


def checked_email(connection: Connection, sociallogin: Any) -> str:
    """The mail address that the provider says, in small letters."""
    said = sociallogin.account.extra_data
    email = str(said.get("email") or "").strip().lower()
    if not email:
        raise SignOnRefused("email")
    if said.get("email_verified") in (False, "false"):
        raise SignOnRefused("unverified", email)
    if email.rpartition("@")[2] not in connection.domains:
        raise SignOnRefused("domain", email)
    return email


def _untied(connection: Connection, user: User) -> User:
    """A user who has no account of this provider yet: one of theirs is enough."""
    if SocialAccount.objects.filter(user_id=user.pk, provider=connection.code).exists():
        raise SignOnRefused("taken", user.email)
    return user


def _newcomer(connection: Connection, email: str, name: str) -> User:
    """A new user: as invited, or as the connection gives."""
    name = clean_line(name)[:LONGEST_NAME] or email.partition("@")[0][:LONGEST_NAME]
    invitation = Invitation.objects.filter(email=email, accepted_at=None).first()
    if invitation is not None and clock.now() - invitation.invited_at <= users.INVITATION_LIFE:
        return users.join(invitation, name=invitation.name or name)
    if not connection.takes_newcomers:
        raise SignOnRefused("unknown", email)
    try:
        return _join(connection, email, name)
    except RuleBroken as broken:
        raise SignOnRefused("licence", str(broken)) from broken


@transaction.atomic
def _join(connection: Connection, email: str, name: str) -> User:
    user = User(email=email, name=name, role=Role.MEMBER)
    user.set_unusable_password()
    user.save(force_insert=True)
    with audit.acting(audit.Actor(id=user.pk, name=user.name, address=audit.actor().address)):
        audit.record(
            "tenants.user.join", subject="tenants.user", subject_id=user.pk, summary=user.email,
            changes={"method": "socialaccount"},
        )  # fmt: skip
        licences.assign(user, connection.newcomer_plans)
        if connection.newcomer_role is not None:
            roles.assign(user, [connection.newcomer_role.pk])
    return user
