"""The quality of customers' data (B29)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dangol import access
from dangol.access import requires
from modules.cleansing.queries.quality import quality_for


@requires("cleansing.quality.view")
@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Six criteria; each figure opens the list of exactly these customers."""
    page = {
        "title": _("Data quality"),
        "quality": quality_for(request.user),
        "may_report": access.user_can(request.user, "tenants.report.view"),
    }
    return render(request, "cleansing/quality.html", page)
