"""What the audit keeps of log-ins, good and bad (P6, V3)."""

from __future__ import annotations

from tenants import audit
from tenants.people.models import User


def succeeded(user: User, *, method: str) -> None:
    """`method` is password, totp, webauthn or recovery_codes: the last step that let them in."""
    with audit.acting(audit.Actor(id=user.pk, name=user.name, address=audit.actor().address)):
        audit.record(
            "tenants.login.pass",
            subject="tenants.user",
            subject_id=user.pk,
            summary=user.email,
            changes={"method": method},
        )


def failed(email: str, *, reason: str) -> None:
    """`reason` is password, code, passkey, locked or network; whoever tried is not known."""
    user = User.objects.filter(email=email.lower()).first()
    audit.record(
        "tenants.login.fail",
        subject="tenants.user",
        subject_id=user.pk if user else "",
        summary=email[:200],
        changes={"reason": reason},
    )
