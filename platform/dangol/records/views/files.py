"""Files of a record: adding, reading, deleting, bringing back (U2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol.errors import RuleBroken
from dangol.records import rights
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.page.files import Kept, files
from dangol.records.views.found import find, may_with, urls_of
from dangol.toasts import undoable

MOST_AT_ONCE = 100 * 1024**2
"""Bytes of one request; a browser with scripts sends each file by itself."""
LONGEST_NOTE = 10


def record_file_add(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Keeps the sent files. Each stands for itself: one that is refused keeps no other out."""
    instance = find(record, request.user, pk, "edit")
    kept: list[Kept] = []
    refused: list[str] = []
    for upload in request.FILES.getlist("files"):
        try:
            title = shown(instance, record.title)
            kept.append(files().add(record.code, pk, upload, by=request.user, title=title))
        except RuleBroken as broken:
            refused.append(str(broken))
    if not kept and not refused:
        refused.append(_("No file was chosen. Choose one, or drop it here."))
    if request.htmx:  # type: ignore[attr-defined]
        context = {"refused": refused, **block_context(request, record, instance)}
        status = 200 if kept else 422
        return render(request, "records/files.html", context, status=status)
    for sentence in refused[:LONGEST_NOTE]:
        messages.error(request, sentence)
    if kept:
        messages.success(request, _added(len(kept)))
    return redirect(record.url_name("page"), pk)


def record_file(
    request: HttpRequest, pk: UUID, key: UUID, *, record: Record, small: bool = False
) -> HttpResponseBase:
    """The bytes of a file, always to be saved and never to be shown; `small` its little picture."""
    find(record, request.user, pk)
    found = files().open(record.code, pk, key, small=small)
    if found is None:
        raise Http404
    if found.field in record.hidden_from(request.user):
        found.content.close()
        raise Http404
    response = FileResponse(
        found.content,
        as_attachment=not small,
        filename=found.name,
        content_type="image/webp" if small else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, max-age=86400" if small else "private, no-store"
    return response


def record_file_delete(
    request: HttpRequest, pk: UUID, key: UUID, *, record: Record
) -> HttpResponse:
    """Into the trash: one's own by whoever may change the record, others' by who may delete."""
    instance = find(record, request.user, pk, "edit")
    kept = next((e for e in files().of(record.code, pk, request.user) if e.key == key), None)
    if kept is None:
        raise Http404
    if not kept.is_mine and not rights.may(record, request.user, "delete", instance):
        raise PermissionDenied(_("Your role lets you delete your own files alone."))
    files().remove(record.code, pk, key, title=shown(instance, record.title))
    text = _("“%(name)s” is in the trash now.") % {"name": kept.name}
    undoable(request, text, reverse(record.url_name("file-restore"), args=[pk, key]))
    return redirect(record.url_name("page"), pk)


def record_file_restore(
    request: HttpRequest, pk: UUID, key: UUID, *, record: Record
) -> HttpResponse:
    instance = find(record, request.user, pk, "edit")
    if not files().restore(record.code, pk, key, title=shown(instance, record.title)):
        raise Http404
    messages.success(request, _("Restored."))
    return redirect(record.url_name("page"), pk)


def block_context(request: HttpRequest, record: Record, instance: Model) -> dict[str, Any]:
    """What the block of files draws."""
    panel = {"files": files().of(record.code, instance.pk, request.user)}
    may = may_with(record, request.user, instance, "edit", "delete")
    return {
        "panel": panel,
        "record": record,
        "instance": instance,
        "may": may,
        "urls": urls_of(record, instance),
        **file_addresses(record),
    }


def file_addresses(record: Record) -> dict[str, Any]:
    """Names of the addresses that the block leads to."""
    return {
        "file_url": record.url_name("file"),
        "file_urls": {name: record.url_name(f"file-{name}") for name in ("delete", "small")},
    }


def _added(count: int) -> str:
    return ngettext("%(count)s file added.", "%(count)s files added.", count) % {"count": count}
