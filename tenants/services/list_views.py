"""Views of lists that users share with their company (U1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.saved.shared import Shared
from tenants import audit
from tenants.people.models import ListView, User

SUBJECT = "tenants.view"
MOST = 100
"""Shared views of one list: what stands above it must stay to be overlooked."""


class KeptViews:
    """Implements `dangol.records.saved.shared.SharedViews` in the company's schema."""

    def of(self, record: str, user: Any) -> list[Shared]:
        rows = ListView.objects.filter(record=record, deleted_at=None).select_related("author")
        return [_seen(row, user) for row in rows.order_by("made_at", "id")[:MOST]]

    @transaction.atomic
    def put(self, record: str, user: Any, view: Shared) -> None:
        row = _locked(record, view.code)
        if row is None:
            _room(record)
            row = ListView(id=UUID(view.code), record=record, author_id=user.pk)
            _write(row, view)
            _note("share", row)
            return
        changes = _changes(_mine(row, user), view)
        if changes:
            _write(row, view)
            _note("edit", row, changes)

    @transaction.atomic
    def drop(self, record: str, user: Any, code: str) -> None:
        row = _mine(_locked(record, code), user)
        row.deleted_at = clock.now()
        row.save(update_fields=["deleted_at"])
        _note("delete", row)

    @transaction.atomic
    def bring_back(self, record: str, user: Any, code: str) -> None:
        row = _mine(_locked(record, code, is_gone=True), user)
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        _note("restore", row)


def _locked(record: str, code: str, *, is_gone: bool = False) -> ListView | None:
    rows = ListView.objects.select_for_update().filter(record=record, pk=UUID(code))
    return rows.filter(deleted_at__isnull=not is_gone).first()


def _mine(row: ListView | None, user: User) -> ListView:
    """The row if there is one that the user may change; RuleBroken otherwise."""
    if row is None:
        raise RuleBroken("view_gone", _("This view is not there any more."))
    if not _may_change(row, user):
        raise RuleBroken("view_not_mine", _("Only who shared a view can change it."))
    return row


def _may_change(row: ListView, user: User) -> bool:
    return row.author_id == user.pk or user.is_admin


def _room(record: str) -> None:
    if ListView.objects.filter(record=record, deleted_at=None).count() >= MOST:
        raise RuleBroken(
            "views_full",
            _("This list has %(most)s shared views; delete one first.") % {"most": MOST},
        )


def _seen(row: ListView, user: User) -> Shared:
    return Shared(
        code=str(row.pk),
        name=row.name,
        query=row.query,
        author=row.author.name if row.author else "",
        is_mine=row.author_id == user.pk,
        may_change=_may_change(row, user),
    )


def _changes(row: ListView, view: Shared) -> dict[str, Any]:
    """What an edit changes, as the audit keeps it: conditions are written for lists, not people."""
    found: dict[str, Any] = {"name": [row.name, view.name]} if row.name != view.name else {}
    return found | ({"conditions": "new"} if row.query != view.query else {})


def _write(row: ListView, view: Shared) -> None:
    row.name, row.query = view.name, view.query
    row.save()


def _note(deed: str, row: ListView, changes: dict[str, Any] | None = None) -> None:
    audit.record(
        f"tenants.view.{deed}", subject=SUBJECT, subject_id=row.pk, summary=row.name,
        changes=changes,
    )  # fmt: skip
