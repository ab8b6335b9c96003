"""Single records that are opened to users and departments (P5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.sharing import Shared
from tenants import audit
from tenants.people.models import Department, Share, User

USER, DEPARTMENT = "user", "department"


class KeptShares:
    """Implements `dangol.sharing.Shares` in the company's schema."""

    def of(self, record: str, object_id: UUID) -> Sequence[Shared]:
        rows = Share.objects.filter(record=record, object_id=object_id)
        rows = rows.select_related("user", "department", "shared_by").order_by("-shared_at", "-id")
        return [
            Shared(
                key=row.pk,
                name=str(row.user or row.department),
                icon="user-round" if row.user_id else "network",
                is_writable=row.is_writable,
                by=row.shared_by.name if row.shared_by else "",
                at=row.shared_at,
            )
            for row in rows
        ]

    def choices(self) -> Sequence[tuple[str, str]]:
        parts = Department.objects.order_by("position", "name", "pk")
        people = User.objects.filter(is_active=True).order_by("name", "pk")
        return [
            *((f"{DEPARTMENT}:{each.pk}", each.name) for each in parts),
            *((f"{USER}:{each.pk}", each.name) for each in people),
        ]

    @transaction.atomic
    def share(
        self, record: str, object_id: UUID, value: str, *, writable: bool, name: str, by: Any
    ) -> None:
        whom = _whom(value)
        kept, is_new = Share.objects.get_or_create(
            record=record,
            object_id=object_id,
            defaults={"is_writable": writable, "shared_by": by},
            **whom,
        )
        if not is_new and kept.is_writable == writable:
            return
        kept.is_writable = writable
        kept.save(update_fields=["is_writable"])
        self._note("share", record, object_id, name, kept)

    @transaction.atomic
    def end(self, record: str, object_id: UUID, key: UUID, *, name: str) -> None:
        kept = Share.objects.filter(pk=key, record=record, object_id=object_id).first()
        if kept is None:
            return
        self._note("unshare", record, object_id, name, kept)
        kept.delete()

    def _note(self, verb: str, record: str, object_id: UUID, name: str, kept: Share) -> None:
        audit.record(
            f"tenants.record.{verb}",
            subject="tenants.share",
            subject_id=object_id,
            summary=name,
            changes={
                "record": record,
                "with": str(kept.user or kept.department),
                "is_writable": kept.is_writable,
            },
        )


def _whom(value: str) -> dict[str, User | Department | None]:
    kind, _colon, text = value.partition(":")
    key = read_id(text) or UUID(int=0)
    if kind == USER:
        user = User.objects.filter(pk=key, is_active=True).first()
        if user is not None:
            return {"user": user, "department": None}
    if kind == DEPARTMENT:
        department = Department.objects.filter(pk=key).first()
        if department is not None:
            return {"user": None, "department": department}
    raise RuleBroken(
        "share_with_nobody", _("Choose a colleague or a department from the list."), field="value"
    )
