"""Setting the hours in which nothing leaves (A36)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from messaging.console.maintenance import found, set_hours
from messaging.forms import HoursForm


@requires("sending.maintenance.edit")
@require_http_methods(["GET", "POST"])
def maintenance(request: HttpRequest) -> HttpResponse:
    """One form: from when to when."""
    now = found()
    initial = {"begins": now.begins, "ends": now.ends} if now else {}
    form = HoursForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_hours(form.cleaned_data["begins"], form.cleaned_data["ends"])
        messages.success(request, _("Saved."))
        return redirect("sending:overview")
    status = 422 if form.is_bound else 200
    return render(request, "messaging/console/maintenance.html", {"form": form}, status=status)
