"""Writing notes on records (U2, U9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.text import clean_paragraph, refuse_resident_number
from dangol.records.timeline.notes import LONGEST, Colleague, Written
from tenants import audit
from tenants.notes.models import Note, Pin
from tenants.people.models import User
from tenants.queries import mentions

SUBJECT = "tenants.note"
MENTION = "tenants.note.mention"
KEPT_FOR = timedelta(days=90)


class KeptNotes:
    """Implements `dangol.records.timeline.notes.Notes` in the company's schema."""

    @transaction.atomic
    def add(self, record: str, of: UUID, text: str, *, by: Any, title: str) -> None:
        note = Note(record=record, object_id=of, text=_checked(text), author=by)
        note.save(force_insert=True)
        _note("add", note, title)
        _tell(note, mentions.in_text(note.text))

    @transaction.atomic
    def edit(self, record: str, of: UUID, key: UUID, text: str, *, title: str) -> None:
        note = _held(record, of, key)
        text, before = _checked(text), note.text
        if text == before:
            return
        note.text, note.edited_at = text, clock.now()
        note.save(update_fields=["text", "edited_at"])
        _note("edit", note, title, {"text": [before, text]})
        called = {user.pk for user in mentions.in_text(before)}
        _tell(note, [user for user in mentions.in_text(text) if user.pk not in called])

    @transaction.atomic
    def remove(self, record: str, of: UUID, key: UUID, *, title: str) -> None:
        note = _held(record, of, key)
        note.deleted_at = clock.now()
        note.save(update_fields=["deleted_at"])
        _note("remove", note, title)
        notices.take_back(_told(note), [user.pk for user in mentions.in_text(note.text)])

    @transaction.atomic
    def restore(self, record: str, of: UUID, key: UUID, *, title: str) -> bool:
        gone = _of(record, of).filter(deleted_at__isnull=False)
        note = gone.select_for_update().filter(pk=key).first()
        if note is None:
            return False
        note.deleted_at = None
        note.save(update_fields=["deleted_at"])
        _note("restore", note, title)
        return True

    def forget(self, record: str, of: Sequence[UUID]) -> None:
        for model in (Note, Pin):
            model._default_manager.filter(record=record, object_id__in=list(of)).delete()

    def one(self, record: str, of: UUID, key: UUID, *, user: Any) -> Written | None:
        note = _of(record, of).filter(pk=key, deleted_at=None).first()
        if note is None:
            return None
        is_mine = note.author_id is not None and note.author_id == user.pk
        return Written(key=note.pk, text=note.text, is_mine=is_mine)

    def colleagues(self, user: Any) -> Sequence[Colleague]:
        people = User.objects.filter(is_active=True).exclude(pk=user.pk)
        return [
            Colleague(name=each.name, department=each.department.name if each.department else "")
            for each in people.select_related("department").order_by("name", "pk")
        ]

    def called(self, text: str) -> Sequence[Any]:
        return mentions.in_text(text)


def _of(record: str, of: UUID) -> QuerySet[Note]:
    return Note.objects.filter(record=record, object_id=of)


def _held(record: str, of: UUID, key: UUID) -> Note:
    """The note as it is now, held until the transaction ends."""
    note = _of(record, of).select_for_update().filter(pk=key, deleted_at=None).first()
    if note is None:
        raise RuleBroken("note_gone", _("The note is not there any more."), field="memo")
    return note


def _checked(text: str) -> str:
    """The text as it is kept."""
    text = clean_paragraph(text)
    if not text:
        raise RuleBroken("note_empty", _("Write something first."), field="memo")
    if len(text) > LONGEST:
        raise RuleBroken(
            "note_long", _("A note has at most %(most)s letters.") % {"most": LONGEST}, field="memo"
        )
    refuse_resident_number(text, field="memo")
    return text


def _note(verb: str, note: Note, title: str, more: dict[str, Any] | None = None) -> None:
    audit.record(
        f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=note.pk, summary=title,
        changes={"record": note.record, **(more or {})},
    )  # fmt: skip


def _told(note: Note) -> notices.Told:
    facts = {"note": str(note.pk)}
    return notices.Told(kind=MENTION, record=note.record, key=str(note.object_id), facts=facts)


def _tell(note: Note, users: Sequence[User]) -> None:
    notices.tell(_told(note), [user.pk for user in users])


def forget_old() -> int:
    """Deletes for good what lies in the trash for 90 days, inside one company; how many."""
    old = Note.objects.filter(deleted_at__lt=clock.now() - KEPT_FOR)
    return old.delete()[0]
