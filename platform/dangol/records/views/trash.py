"""Into the trash and out of it again (U4)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.views.found import find
from dangol.toasts import undoable


def record_delete(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Into the trash, and back to the list, which offers to undo it."""
    instance = find(record, request.user, pk, "delete")
    record.remove(instance)
    text = _("“%(name)s” is in the trash now.") % {"name": shown(instance, record.title)}
    undoable(request, text, reverse(record.url_name("restore"), args=[pk]))
    return redirect(record.url_name("list"))


def record_restore(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Out of the trash again."""
    instance = record.trash_of(request.user).filter(pk=pk).first()
    if instance is None:
        raise Http404
    try:
        record.restore(instance)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(record.url_name("list"))
    messages.success(request, _("Restored."))
    return redirect(record.url_name("page"), pk)
