"""Joining by invitation: the page behind the link in the mail (P5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import anyone
from dangol.errors import RuleBroken
from tenants import login
from tenants.forms.users import AcceptanceForm
from tenants.requests import CompanyRequest
from tenants.services import users
from tenants.sso.models import Connection


@anyone
@require_http_methods(["GET", "POST"])
def invitation(request: CompanyRequest, token: str) -> HttpResponse:
    """Shows who invites and takes name and password; a wrong or used link is 404.

    Who joined is in at once, unless the company's log-in rules ask for more.
    """
    open_one = users.invitation_of(token)
    if open_one is None:
        raise Http404
    form = AcceptanceForm(request.POST or None, initial={"name": open_one.name})
    if request.method == "POST" and form.is_valid():
        try:
            user = users.accept(open_one, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(
                request, _("Welcome! You are at %(name)s now.") % {"name": request.company.name}
            )
            return login.enter(request, user)
    page = {"form": form, "invitation": open_one, "is_only": Connection.present().is_only}
    return render(request, "tenants/invitation.html", page, status=422 if form.errors else 200)
