"""Second factors: added, removed, renamed, reset by an administrator (P6).

django-allauth keeps them and checks them; here stands what the product adds: one transaction and
one line in the audit for each deed, and a mail to the user whose log-in has changed.
"""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit, errands
from tenants.factors import SECOND
from tenants.people.models import User
from tenants.services import sittings

MOST_PASSKEYS = 20


@transaction.atomic
def add_totp(user: User, secret: str) -> bool:
    """Takes an app's secret that was proved by a code; True when recovery codes came with it.

    Raises RuleBroken when the user has an app already.
    """
    _locked(user)
    try:
        with transaction.atomic():
            TOTP.activate(user, secret)
    except IntegrityError as error:
        raise RuleBroken(
            "totp_exists", _("An app is set up already; remove it first."), field="code"
        ) from error
    _tell(user, "add", "totp")
    return _codes_when_missing(user)


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, object]) -> bool:
    """Takes a passkey that the device has proved; True when recovery codes came with it."""
    _locked(user)
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    if kept.count() >= MOST_PASSKEYS:
        raise RuleBroken(
            "passkey_count",
            _("You have %(most)s passkeys already; remove one you no longer use.")
            % {"most": MOST_PASSKEYS},
            field="name",
        )
    WebAuthn.add(user, name, credential)
    _tell(user, "add", "webauthn", name=name)
    return _codes_when_missing(user)


@transaction.atomic
def rename_passkey(passkey: Authenticator, name: str) -> None:
    """Gives a passkey another name."""
    wrapped = passkey.wrap()
    before, wrapped.name = wrapped.name, name
    passkey.save(update_fields=["data"])
    if before != name:
        audit.record(
            "tenants.factor.edit",
            subject="tenants.user",
            subject_id=passkey.user_id,
            summary=name,
            changes={"name": [before, name]},
        )


@transaction.atomic
def remove(user: User, factor: Authenticator) -> None:
    """Takes a factor away; recovery codes go with the last one.

    Raises RuleBroken when the company asks for a second factor and this is the last.
    """
    _locked(user)
    check_may_go(factor)
    name = factor.wrap().name if factor.type == Authenticator.Type.WEBAUTHN else ""
    factor.delete()
    if not Authenticator.objects.filter(user=user, type__in=SECOND).exists():
        Authenticator.objects.filter(user=user).delete()
    _tell(user, "remove", factor.type, name=name)


def check_may_go(factor: Authenticator) -> None:
    """RuleBroken when the company asks for a second factor and this is the user's last."""
    if not get_adapter().can_delete_authenticator(factor):
        raise RuleBroken(
            "last_factor", _("Your company asks for a second factor. Add another one first.")
        )


@transaction.atomic
def renew_codes(user: User) -> None:
    """Ten new recovery codes; the old ones stop working. Needs a second factor."""
    _locked(user)
    if not Authenticator.objects.filter(user=user, type__in=SECOND).exists():
        raise RuleBroken("no_factor", _("Recovery codes need a second factor; add one first."))
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    _tell(user, "renew", "recovery_codes")


@transaction.atomic
def seen_codes(codes: Authenticator) -> list[str]:
    """The recovery codes, the first time they are asked for; nothing ever after."""
    kept = Authenticator.objects.select_for_update().get(pk=codes.pk)
    wrapped = kept.wrap()
    if wrapped.did_view:
        return []
    kept.data["viewed_at"] = clock.real_now().timestamp()
    kept.save(update_fields=["data"])
    return list(wrapped.get_unused_codes())


@transaction.atomic
def reset(user: User, *, by: User) -> int:
    """An administrator takes all factors of somebody who lost them; returns how many there were.

    Their open log-ins end, so that only whoever knows the password goes on. Raises RuleBroken for
    one's own: those are removed one by one, under the company's rules.
    """
    if user.pk == by.pk:
        raise RuleBroken(
            "own_factors",
            _("Remove your own second factors under Security; only others' are removed here."),
        )
    _locked(user)
    count = Authenticator.objects.filter(user=user, type__in=SECOND).count()
    if count:
        Authenticator.objects.filter(user=user).delete()
        sittings.end_quietly(user.sittings.all())
        _tell(user, "reset", "all")
    return count


def _locked(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _codes_when_missing(user: User) -> bool:
    kind = Authenticator.Type.RECOVERY_CODES
    if Authenticator.objects.filter(user=user, type=kind).exists():
        return False
    RecoveryCodes.activate(user)
    return True


def _tell(user: User, deed: str, kind: str, *, name: str = "") -> None:
    """The line in the audit and the mail to the user."""
    audit.record(
        f"tenants.factor.{deed}",
        subject="tenants.user",
        subject_id=user.pk,
        summary=name or user.name,
        changes={"kind": kind},
    )
    errands.post("tenants.services.notices.mail_factor", str(user.pk), deed, kind)
