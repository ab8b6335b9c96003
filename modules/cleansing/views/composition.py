"""What the customers are made of, and how they grow (A23)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dangol import access
from dangol.access import requires
from modules.cleansing.queries.composition import composition_for
from modules.cleansing.queries.growth import chart_of, growth_for


@requires("cleansing.quality.view")
@require_GET
def composition(request: HttpRequest) -> HttpResponse:
    """Each number opens the list of exactly these customers."""
    months = growth_for(request.user)
    page = {
        "title": _("Makeup of the data"),
        "found": composition_for(request.user),
        "months": months[::-1],
        "present": months[-1],
        "chart": chart_of(months),
        "may_export": access.user_can(request.user, "base.customer.export"),
        "may_report": access.user_can(request.user, "tenants.report.view"),
    }
    return render(request, "cleansing/composition.html", page)
