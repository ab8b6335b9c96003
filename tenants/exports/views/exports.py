"""The screen of exports: what is being made, what can be fetched, who took what away (U6, A14)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dangol import access
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.records.lists.taken import file_name
from tenants.exports.models import Export
from tenants.exports.queries import log
from tenants.exports.services import ending, fetching
from tenants.queries import desk
from tenants.requests import CompanyRequest

OWN = "tenants.export.view"
ALL = "tenants.audit.view"
"""Whoever may read the audit sees who took what away; a file is for who asked for it alone."""


@requires(OWN)
@never_cache
@require_GET
def export_list(request: CompanyRequest) -> HttpResponse:
    """The user's own exports, or with `whose=all` everybody's."""
    may_see_all = access.user_can(request.user, ALL)
    everybody = may_see_all and request.GET.get("whose") == "all"
    rows = log.of(request.user, everybody=everybody)
    lines, onward = log.page(rows, request.user, read_id(request.GET.get("below", "")))
    facts = {
        "lines": lines,
        "onward": onward,
        "everybody": everybody,
        "may_see_all": may_see_all,
        "of": request.GET.get("of", ""),
    }
    return render(request, "exports/list.html", facts)


@requires(OWN)
@require_GET
def export(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Where the notice of an export leads: to its line on the screen."""
    found = _mine(request, pk)
    return redirect(f"{reverse('tenants:export-list')}?of={found.pk}#export-{found.pk}")


@requires(OWN, asked_by_page=True)
@never_cache
@require_GET
def export_progress(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Its line as it is now; it asks again by itself until the file is there."""
    return render(
        request, "exports/line.html", {"line": log.line(_mine(request, pk), request.user)}
    )


@requires(OWN)
@never_cache
@require_GET
def export_file(request: CompanyRequest, pk: UUID) -> HttpResponseBase:
    """The file, for who asked for it."""
    found = _mine(request, pk)
    if request.viewing_as:  # type: ignore[attr-defined]
        messages.error(request, _("You are looking with somebody else's eyes; the file is theirs."))
        return redirect("tenants:export-list")
    try:
        file = fetching.fetch(found, request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("tenants:export-list")
    name = file_name(desk.records()[found.record], found.kind)
    return FileResponse(file, as_attachment=True, filename=name)


@requires(OWN, while_suspended=True)
@require_POST
def export_cancel(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Stops the making of the file, or deletes it before its time."""
    found = _mine(request, pk)
    was_ready = found.state == Export.State.READY
    if ending.cancel(found, request.user):
        messages.success(
            request, _("The file is deleted.") if was_ready else _("The export is cancelled.")
        )
    return redirect("tenants:export-list")


def _mine(request: CompanyRequest, pk: UUID) -> Export:
    return get_object_or_404(Export, pk=pk, user=request.user.pk)
