"""A company's registration data, as it will stand on the next invoice (Q5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from billing.forms.registration import RegistrationForm
from billing.models import CompanyProfile
from billing.services import registration as registering
from dangol.access import requires
from tenants import context


@requires("billing.account.edit", while_suspended=True)
@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """Shows and changes it; open while suspended, because bills go on."""
    company = context.company()
    profile = CompanyProfile.objects.get_or_create(company=company)[0]
    form = RegistrationForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        registering.change(company, form.cleaned_data)
        messages.success(request, _("Saved. It stands on the next invoice."))
        return redirect("billing:registration")
    status = 422 if form.errors else 200
    return render(
        request, "billing/registration.html", {"tab": "registration", "form": form}, status=status
    )
