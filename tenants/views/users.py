"""Users of a company: list, invitation, change, deactivation (P5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants.forms.users import InvitationForm, UserForm
from tenants.people.models import Invitation, User
from tenants.requests import CompanyRequest
from tenants.services import users


@requires("tenants.user.manage")
@require_GET
def user_list(request: CompanyRequest) -> HttpResponse:
    """Everybody, with role and licences, and the open invitations."""
    return render(
        request,
        "tenants/user_list.html",
        {
            "users": User.objects.prefetch_related("licences").order_by("-is_active", "name", "pk"),
            "invitations": Invitation.objects.filter(accepted_at=None).order_by("-invited_at"),
        },
    )


@requires("tenants.user.manage")
@require_http_methods(["GET", "POST"])
def user_invite(request: CompanyRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = users.invite(**form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(
                request, _("Invitation sent to %(mail)s.") % {"mail": invitation.email}
            )
            return redirect("tenants:user-list")
    status = 422 if form.errors else 200
    return render(request, "tenants/user_invite.html", {"form": form}, status=status)


@requires("tenants.user.manage")
@require_http_methods(["GET", "POST"])
def user_edit(request: CompanyRequest, key: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=key)
    initial = {"name": user.name, "role": user.role, "plans": sorted(user.plans())}
    form = UserForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            users.change(user, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:user-list")
    status = 422 if form.errors else 200
    return render(request, "tenants/user_edit.html", {"form": form, "person": user}, status=status)


@requires("tenants.user.manage")
@require_POST
def user_deactivate(request: CompanyRequest, key: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=key, is_active=True)
    try:
        users.deactivate(user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("%(name)s can no longer log in.") % {"name": user.name})
    return redirect("tenants:user-list")


@requires("tenants.user.manage")
@require_POST
def invitation_withdraw(request: CompanyRequest, key: UUID) -> HttpResponse:
    users.withdraw(get_object_or_404(Invitation, pk=key, accepted_at=None))
    messages.success(request, _("Invitation withdrawn."))
    return redirect("tenants:user-list")
