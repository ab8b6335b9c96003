"""Where the notice of an import leads: to its page among those of its record type (U5, U9)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from dangol.access import requires
from tenants.importing.addresses import address_of
from tenants.importing.queries.runs import runs_for


@requires("tenants.notice.view")
@require_GET
def import_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The import's page, for those who may look at it."""
    return redirect(address_of(get_object_or_404(runs_for(request.user), pk=pk)))
