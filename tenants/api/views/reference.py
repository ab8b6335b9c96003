"""The reference of the interface (W1)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dangol.access import requires, user_can
from dangol.api import batches, reading, types
from dangol.api.callers import ROOT
from tenants.api.reference import reference
from tenants.requests import CompanyRequest

VIEW = "tenants.api.view"


@requires(VIEW)
@require_GET
def api(request: CompanyRequest) -> HttpResponse:
    """How to call: key, pages, errors, twice the same, many at once."""
    page = _page(request) | {
        "calls": settings.API_CALLS_A_MINUTE,
        "most": reading.MOST,
        "batch": batches.MOST,
    }
    return render(request, "tenants/interface/reference.html", page)


@requires(VIEW)
@require_GET
def api_type(request: CompanyRequest, code: str) -> HttpResponse:
    """One record type: addresses, fields, filters, examples."""
    record = types.by_code(code)
    if record is None or not user_can(request.user, record.permission("view")):
        raise Http404
    page = _page(request)
    told = reference(record, request.user, page["address"])
    return render(request, "tenants/interface/reference_type.html", page | {"told": told})


def _page(request: CompanyRequest) -> dict[str, Any]:
    return {
        "address": request.company.origin + ROOT.rstrip("/"),
        "types": types.open_to(request.user),
        "may_manage": user_can(request.user, "tenants.key.manage"),
    }
