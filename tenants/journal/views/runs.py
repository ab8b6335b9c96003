"""Where the notice of a run leads: to the list whose records it changed (U1, U9)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from dangol.access import requires, user_can
from dangol.records.saved.offered import list_address
from tenants.journal.models import Run
from tenants.journal.types import record_of


@requires("tenants.notice.view")
@require_GET
def run_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list in which the user's run was begun; it tells how the run ended."""
    run = get_object_or_404(Run, pk=pk, started_by=request.user.pk)
    record = record_of(run)
    if not user_can(request.user, record.permission("view")):
        raise Http404
    return redirect(f"{reverse(record.url_name('list'))}{list_address(run.query)}")
