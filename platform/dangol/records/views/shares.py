"""Opening one record to colleagues and departments who would not see it by role (P5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.views.found import find, urls_of
from dangol.sharing import shares


def record_shares(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """To whom the record is opened, and one more. Only who may change it opens it."""
    instance = find(record, request.user, pk, "edit")
    name, problem = shown(instance, record.title), ""
    if request.method == "POST":
        try:
            shares().share(
                record.code,
                pk,
                request.POST.get("value", ""),
                writable=request.POST.get("right") == "edit",
                name=name,
                by=request.user,
            )
        except RuleBroken as broken:
            problem = str(broken)
        else:
            messages.success(request, _("Shared."))
            return redirect(record.url_name("shares"), pk)
    context = {
        "record": record,
        "urls": urls_of(record, instance),
        "title": name,
        "shared": shares().of(record.code, pk),
        "choices": shares().choices(),
        "rights": [("view", _("see it")), ("edit", _("see and change it"))],
        "problem": problem,
        "instance": instance,
        "record_share_end": record.url_name("share-end"),
    }
    return render(request, "records/shares.html", context, status=422 if problem else 200)


def record_share_end(request: HttpRequest, pk: UUID, key: UUID, *, record: Record) -> HttpResponse:
    """Ends one opening."""
    instance = find(record, request.user, pk, "edit")
    shares().end(record.code, pk, key, name=shown(instance, record.title))
    messages.success(request, _("No longer shared."))
    return redirect(record.url_name("shares"), pk)
