"""What a timeline asks for besides the page itself: the chips' numbers, and pinning (U2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.timeline.composing import ComposerForm
from dangol.records.timeline.pins import pins
from dangol.records.timeline.reading import is_known
from dangol.records.timeline.tab import CODE, counted_kinds, timeline
from dangol.records.views.found import find, look_at
from dangol.toasts import triggered


def record_kinds(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The chips with their numbers; asked for after the page is painted."""
    instance = find(record, request.user, pk)
    panel = counted_kinds(record, look_at(record, request, instance))
    context = {"panel": panel, "instance": instance, "again": request.path}
    return render(request, "records/timeline/kinds.html", context)


def record_pin(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Pins a line to the top, or takes it down; the timeline comes back as it is then."""
    instance = find(record, request.user, pk, "edit")
    source = request.POST.get("source", "")[:60]
    key = read_id(request.POST.get("key", ""))
    if key is None or not is_known(record, look_at(record, request, instance), source, key):
        raise Http404
    change = pins().unpin if request.POST.get("pinned") else pins().pin
    try:
        change(record.code, pk, source, key, title=shown(instance, record.title))
    except RuleBroken as broken:
        if not request.htmx:  # type: ignore[attr-defined]
            messages.error(request, str(broken))
            return redirect(record.url_name("page"), pk)
        answer = drawn_again(request, record, instance)
        return triggered(answer, {"toast": {"text": str(broken), "kind": "error"}})
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(record.url_name("page"), pk)
    return drawn_again(request, record, instance)


def drawn_again(
    request: HttpRequest,
    record: Record,
    instance: Model,
    form: ComposerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The tab of the timeline, for htmx."""
    panel = timeline(record, look_at(record, request, instance), form)
    tab = {"code": CODE, "template": "records/timeline/tab.html", "panel": panel}
    context: dict[str, Any] = {"tab": tab, "record": record, "instance": instance}
    return render(request, "records/tab.html", context, status=status)
