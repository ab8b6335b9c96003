"""Connecting materials with the customers and accounts that they are about (A20)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from dangol import clock
from modules.base.models import Account, Customer
from modules.materials.models import Concern, Material
from tenants import audit

SUBJECT = "materials.material"


@transaction.atomic
def connect(material: Material, whom: Customer | Account) -> bool:
    """Says that the material is about them; False when that was known already."""
    column = "customer_id" if isinstance(whom, Customer) else "account_id"
    made = Concern(
        material=material, added_at=clock.now(), added_by_id=audit.actor().user_id,
        **{column: whom.pk},
    )  # fmt: skip
    Concern.objects.bulk_create([made], ignore_conflicts=True)
    if not Concern.objects.filter(pk=made.pk).exists():
        return False
    _note("connect", material, made)
    return True


@transaction.atomic
def disconnect(material: Material, key: UUID) -> bool:
    """Takes the concern with this id back; False when the material has none like that."""
    found = Concern.objects.select_for_update().filter(material=material, pk=key).first()
    if found is None:
        return False
    _note("disconnect", material, found)
    found.delete()
    return True


def _note(deed: str, material: Material, concern: Concern) -> None:
    ids = {"customer_id": concern.customer_id, "account_id": concern.account_id}
    audit.record(
        f"{SUBJECT}.{deed}", subject=SUBJECT, subject_id=material.pk, summary=material.title,
        changes={name: str(key) for name, key in ids.items() if key is not None},
    )  # fmt: skip
