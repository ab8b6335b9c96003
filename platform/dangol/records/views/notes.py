"""Writing down what happened with a record: notes, and what its type declares besides (U2, B7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records import rights
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.text import clean_paragraph
from dangol.records.timeline.composing import (
    ComposerForm,
    NoteForm,
    composer_for,
    jot_of,
)
from dangol.records.timeline.notes import LONGEST, Written, may_note, notes, reached
from dangol.records.timeline.sources import NOTE
from dangol.records.timeline.tab import addresses, recent
from dangol.records.views.found import find, look_at, urls_of
from dangol.records.views.timelines import drawn_again
from dangol.toasts import triggered, undoable

OFFERED = 500


def record_note_add(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Keeps what was written; htmx gets the timeline again, without scripts the page follows."""
    instance = find(record, request.user, pk)
    form = composer_for(record, request.user, request.POST)
    if form is None:
        raise PermissionDenied(_("Your role lets you see this record, not change it."))
    is_kept = form.is_valid() and _keep(request, record, instance, form)
    if request.POST.get("from") == "peek" and request.htmx:  # type: ignore[attr-defined]
        return _for_peek(request, record, instance, form, is_kept=is_kept)
    if request.htmx:  # type: ignore[attr-defined]
        again = None if is_kept else form
        return drawn_again(request, record, instance, again, 200 if is_kept else 422)
    if is_kept:
        messages.success(request, _("Kept."))
        return redirect(record.url_name("page"), pk)
    return _note_page(request, record, instance, form)


def record_note_edit(request: HttpRequest, pk: UUID, key: UUID, *, record: Record) -> HttpResponse:
    """The form of one's own note, and its change."""
    instance = find(record, request.user, pk)
    note = _own(request, record, pk, key)
    form = NoteForm(request.POST or None, initial={"memo": note.text})
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["memo"]
            notes().edit(record.code, pk, key, text, title=shown(instance, record.title))
        except RuleBroken as broken:
            form.add_error("memo", str(broken))
        else:
            if request.htmx:  # type: ignore[attr-defined]
                return drawn_again(request, record, instance)
            messages.success(request, _("Saved."))
            return redirect(record.url_name("page"), pk)
    return _note_page(request, record, instance, form, note)


def record_note_delete(
    request: HttpRequest, pk: UUID, key: UUID, *, record: Record
) -> HttpResponse:
    """Into the trash: one's own, or any by whoever may delete the record."""
    instance = find(record, request.user, pk)
    note = _found(request, record, pk, key)
    if not note.is_mine and not rights.may(record, request.user, "delete", instance):
        raise PermissionDenied(_("A note is deleted by who wrote it."))
    notes().remove(record.code, pk, key, title=shown(instance, record.title))
    address = reverse(record.url_name("note-restore"), args=[pk, key])
    undoable(request, _("The note is in the trash now."), address)
    return redirect(record.url_name("page"), pk)


def record_note_restore(
    request: HttpRequest, pk: UUID, key: UUID, *, record: Record
) -> HttpResponse:
    instance = find(record, request.user, pk)
    if not may_note(record, request.user):
        raise PermissionDenied(_("Your role lets you see this record, not change it."))
    if not notes().restore(record.code, pk, key, title=shown(instance, record.title)):
        raise Http404
    messages.success(request, _("Restored."))
    return redirect(record.url_name("page"), pk)


def record_mentions(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The colleagues that one can call; the field finds among them by letters and 초성."""
    find(record, request.user, pk)
    found = notes().colleagues(request.user)[:OFFERED]
    return render(request, "records/timeline/colleagues.html", {"colleagues": found})


def record_reach(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Who will be told of the note as it stands, and who may not see the record."""
    find(record, request.user, pk)
    text = clean_paragraph(request.POST.get("memo", "")[:LONGEST])
    told, shut_out = reached(record, request.user, pk, text)
    context = {"told": told, "shut_out": [each.name for each in shut_out]}
    return render(request, "records/timeline/reach.html", context)


def _keep(request: HttpRequest, record: Record, instance: Any, form: ComposerForm) -> bool:
    """Whether the service took it; otherwise the form says why not."""
    kind, text = form.cleaned_data["kind"], form.cleaned_data["memo"]
    try:
        if kind == NOTE:
            title = shown(instance, record.title)
            notes().add(record.code, instance.pk, text, by=request.user, title=title)
        else:
            jot = jot_of(record, kind)
            jot.keep(instance, request.user, kind, text, form.cleaned_data["at"])
    except RuleBroken as broken:
        form.add_error("memo", str(broken))  # the one field that every kind has
        return False
    return True


def _found(request: HttpRequest, record: Record, pk: UUID, key: UUID) -> Written:
    if not may_note(record, request.user):
        raise PermissionDenied(_("Your role lets you see this record, not change it."))
    note = notes().one(record.code, pk, key, user=request.user)
    if note is None:
        raise Http404
    return note


def _own(request: HttpRequest, record: Record, pk: UUID, key: UUID) -> Written:
    note = _found(request, record, pk, key)
    if not note.is_mine:
        raise PermissionDenied(_("A note is changed by who wrote it."))
    return note


def _for_peek(
    request: HttpRequest, record: Record, instance: Model, form: ComposerForm, *, is_kept: bool
) -> HttpResponse:
    """The latest activity, put in place by its id; or a sentence about what is wrong."""
    if not is_kept:
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        answer = HttpResponse(status=422)
        return triggered(answer, {"toast": {"text": sentence, "kind": "error"}})
    panel = recent(record, look_at(record, request, instance))
    context = {"panel": panel, "oob": True, "instance": instance}
    answer = render(request, "records/timeline/recent.html", context)
    return triggered(answer, {"noted": {}, "toast": {"text": _("Kept."), "kind": "success"}})


def _note_page(
    request: HttpRequest,
    record: Record,
    instance: Model,
    form: NoteForm,
    note: Written | None = None,
) -> HttpResponse:
    """The form in place of the note, or on a page of its own: to change it, or it was wrong."""
    urls = addresses(record, instance.pk)
    edit = note and reverse(record.url_name("note"), args=[instance.pk, note.key])
    panel: dict[str, Any] = {"form": form, "urls": {**urls, "add": edit or urls["add"]}}
    context = {
        "record": record,
        "urls": urls_of(record, instance),
        "instance": instance,
        "title": shown(instance, record.title),
        "panel": {**panel, "is_edit": note is not None},
    }
    status = 422 if request.method == "POST" else 200
    part = "composer" if request.htmx else "note"  # type: ignore[attr-defined]
    return render(request, f"records/timeline/{part}.html", context, status=status)
