"""The boxes, one message, its files, and the trash (A26)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dangol import toasts
from dangol.access import requires
from dangol.records.page.files import files
from dangol.records.timeline import read_mark
from modules.messages.queries import boxes
from modules.messages.services import reading
from modules.messages.services.sending import CODE
from tenants.requests import CompanyRequest

USE = "messages.box.use"


@requires(USE)
@require_GET
def box(request: CompanyRequest) -> HttpResponse:
    """A page of one box; what is looked for stands in the address."""
    asked = boxes.Asked(
        box=_word(request, "box", boxes.RECEIVED, boxes.SENT, boxes.CUSTOMERS, boxes.TRASH),
        text=request.GET.get("q", "").replace("\x00", "").strip()[: boxes.LONGEST_SEARCH],
        unread="unread" in request.GET,
        mark=read_mark(request.GET.get("below", "")),
    )
    facts = {
        "asked": asked,
        "page": boxes.page(request.user, asked),
        "unread": boxes.unread(request.user),
    }
    return render(request, "messages/box.html", facts)


@requires(USE)
@never_cache
@require_GET
def message(request: CompanyRequest, key: UUID) -> HttpResponse:
    """One message with its text and files; opening it reads it. Its sender sees who has."""
    found = boxes.one(request.user, key)
    if found is None:
        raise Http404
    reading.read(request.user, key)
    row, own = found
    is_mine = row.sender_id == request.user.pk
    copies = list(boxes.deliveries(row))
    facts = {
        "row": row,
        "own": own,
        "is_mine": is_mine,
        "copies": copies,
        "unread_count": sum(c.read_at is None and c.taken_back_at is None for c in copies),
        "customer": boxes.about(request.user, row),
        "files": files().of(CODE, row.pk, request.user),
        "is_trashed": bool(own.trashed_at if own else row.trashed_at),
    }
    return render(request, "messages/message.html", facts)


@requires(USE)
@require_GET
def file(request: CompanyRequest, key: UUID, file: UUID) -> HttpResponseBase:
    """The bytes of a file for whoever has the message, always to be saved."""
    found = files().open(CODE, key, file, small=False) if boxes.one(request.user, key) else None
    if found is None:
        raise Http404
    return FileResponse(found.content, as_attachment=True, filename=found.name)


@requires(USE)
@require_POST
def trash(request: CompanyRequest, key: UUID) -> HttpResponse:
    """One's own copy into the trash; the toast brings it back."""
    if not reading.trash(request.user, key):
        raise Http404
    toasts.undoable(request, _("Moved to the trash."), reverse("messages:restore", args=[key]))
    return redirect("messages:box")


@requires(USE)
@require_POST
def restore(request: CompanyRequest, key: UUID) -> HttpResponse:
    if not reading.trash(request.user, key, really=False):
        raise Http404
    messages.success(request, _("The message is back."))
    return redirect("messages:message", key=key)


def _word(request: CompanyRequest, name: str, *known: str) -> str:
    """One of the known words, the first for any other."""
    asked = request.GET.get(name, "")
    return asked if asked in known else known[0]
