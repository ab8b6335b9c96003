"""Making and revoking keys, and noting their use (W1)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit
from tenants.api.models import ApiKey
from tenants.people.models import AccessRole, User

SUBJECT = "tenants.key"
BEGIN = "dgl"
MOST = 100
"""Keys in use at the same time."""
NOTED_EVERY = timedelta(minutes=5)


@transaction.atomic
def make(
    name: str,
    *,
    role: AccessRole,
    user: User,
    made_by: User,
    expires_at: datetime | None = None,
    networks: Sequence[str] = (),
) -> tuple[ApiKey, str]:
    """A new key and its text, which is told this once and never again."""
    if ApiKey.objects.filter(revoked_at=None).count() >= MOST:
        raise RuleBroken(
            "keys_full", _("There are %(most)s keys in use; revoke one first.") % {"most": MOST}
        )
    prefix = secrets.token_hex(5)
    text = f"{BEGIN}_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        name=" ".join(name.split()),
        prefix=prefix,
        digest=digest(text),
        role=role,
        user=user,
        made_by=made_by,
        expires_at=expires_at,
        networks=list(networks),
    )
    changes = {"access_role": role.name, "acts_for": user.name}
    if expires_at is not None:
        changes["expires_at"] = expires_at.isoformat()
    audit.record(
        "tenants.key.create", subject=SUBJECT, subject_id=key.pk, summary=key.name, changes=changes
    )
    return key, text


@transaction.atomic
def revoke(key: ApiKey) -> None:
    """From now on the key opens nothing; it stays in the list, with its last use."""
    locked = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if locked.revoked_at is not None:
        return
    locked.revoked_at = clock.now()
    locked.save(update_fields=["revoked_at"])
    audit.record("tenants.key.revoke", subject=SUBJECT, subject_id=key.pk, summary=key.name)


def is_due(key: ApiKey) -> bool:
    """Whether its use is to be noted: every few minutes."""
    return key.used_at is None or key.used_at < clock.now() - NOTED_EVERY


def note_use(key: ApiKey, address: str | None) -> None:
    """Keeps when and from where the key was used."""
    ApiKey.objects.filter(pk=key.pk).update(used_at=clock.now(), used_from=address)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
