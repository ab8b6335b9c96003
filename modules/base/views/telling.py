"""Telling people of their consents: how it stands, and what the company chooses (S8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dangol.access import requires
from modules.base.forms.telling import TellingForm
from modules.base.models import Telling
from modules.base.queries import telling as reading
from modules.base.services import telling


@requires("base.telling.manage")
@require_GET
def consent_notices(request: HttpRequest) -> HttpResponse:
    """Who is to be told, who was told, and whose days are over."""
    page = {
        "title": _("Notices about consents"),
        "standing": reading.standing(),
        "sends": reading.latest(),
        "telling": Telling.present(),
    }
    return render(request, "base/telling.html", page)


@requires("base.telling.manage")
@require_http_methods(["GET", "POST"])
def consent_notice_settings(request: HttpRequest) -> HttpResponse:
    """Switches, day, sender and texts."""
    form = TellingForm(request.POST or None, instance=Telling.present())
    if request.method == "POST" and form.is_valid():
        telling.choose(form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("base:consent-notices")
    page = {"title": _("Settings of the notices"), "form": form}
    status = 422 if form.errors else 200
    return render(request, "base/telling_settings.html", page, status=status)
