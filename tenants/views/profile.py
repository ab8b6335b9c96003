"""What users change about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from tenants.forms.users import ProfileForm
from tenants.requests import CompanyRequest
from tenants.services import profiles


@requires("tenants.profile.edit")
@require_http_methods(["GET", "POST"])
def profile(request: CompanyRequest) -> HttpResponse:
    initial = {"name": request.user.name, "language": request.user.language}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        profiles.change(request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("tenants:profile")
    return render(
        request, "tenants/profile.html", {"form": form}, status=422 if form.errors else 200
    )
