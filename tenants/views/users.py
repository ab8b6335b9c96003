"""Users of a company: list, invitation, change, deactivation (P5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.toasts import undoable
from tenants import factors
from tenants.forms.users import InvitationForm, UserEditForm
from tenants.people.models import Invitation, Leaving, User
from tenants.queries import users as reading
from tenants.requests import CompanyRequest
from tenants.second_factor import proved
from tenants.services import factors as factor_deeds
from tenants.services import users


@requires("tenants.user.manage")
@require_GET
def user_list(request: CompanyRequest) -> HttpResponse:
    """Everybody with role and licences; `state` shows only the active, invited or closed."""
    return render(
        request, "tenants/user_list.html", reading.page(state=request.GET.get("state", ""))
    )


@requires("tenants.user.manage")
@require_http_methods(["GET", "POST"])
def user_invite(request: CompanyRequest) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None)
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
    form = UserEditForm(request.POST if request.method == "POST" else None, initial=_initial(user))
    if request.method == "POST" and form.is_valid():
        try:
            users.change(user, **form.cleaned_data)
        except RuleBroken as broken:
            if broken.code == "changed_meanwhile":
                form = _with_present_values(form, user, broken)
            else:
                form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:user-list")
    page = {"form": form, "person": user, "held": factors.held(user), **reading.leaving(user)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "tenants/user_edit.html", page, status=status)


def _initial(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role,
        "department": user.department_id,
        "access_roles": [each.role_id for each in user.assignments.all()],
        "plans": sorted(user.plans()),
        "seen": users.state_of(user),
    }


def _with_present_values(form: UserEditForm, user: User, broken: RuleBroken) -> UserEditForm:
    """The form with what a colleague saved meanwhile, and the sentence that says so."""
    fresh = UserEditForm(_initial(User.objects.get(pk=user.pk)))
    fresh.is_valid()
    fresh.add_error(None, broken.message)
    return fresh


@requires("tenants.user.manage")
@require_POST
def user_deactivate(request: CompanyRequest, key: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=key)
    try:
        users.deactivate(user, _heir(request.POST.get("heir", "")))
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        undo = reverse("tenants:user-activate", args=[user.pk]) + "?undo=1"
        undoable(request, _("%(name)s can no longer log in.") % {"name": user.name}, undo)
    return redirect("tenants:user-list")


def _heir(text: str) -> UUID | None:
    """The chosen colleague; a text that is no id is nobody's."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


@requires("tenants.user.manage")
@require_POST
def user_activate(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Opens the log-in again; with `undo` as if the user had never left."""
    user = get_object_or_404(User, pk=key)
    undone = users.activate(user, undo="undo" in request.GET or "undo" in request.POST)
    messages.success(request, _back_again(undone) % {"name": user.name})
    return redirect("tenants:user-edit", key=user.pk)


def _back_again(undone: Leaving | None) -> str:
    if undone is not None and undone.heir_id is not None:
        return _("%(name)s can log in again. What was handed over comes back within minutes.")
    if undone is not None and undone.plans:
        return _("%(name)s can log in again, with the plans of before.")
    return _("%(name)s can log in again; give them a licence.")


@requires("tenants.user.manage")
@proved
@require_POST
def user_reset_factors(request: CompanyRequest, key: UUID) -> HttpResponse:
    """For somebody who has lost phone and codes: the password alone lets them in again."""
    user = get_object_or_404(User, pk=key)
    try:
        factor_deeds.reset(user, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(
            request, _("The second factors of %(name)s were removed.") % {"name": user.name}
        )
    return redirect("tenants:user-edit", key=user.pk)


@requires("tenants.user.manage")
@require_POST
def invitation_withdraw(request: CompanyRequest, key: UUID) -> HttpResponse:
    users.withdraw(get_object_or_404(Invitation, pk=key, accepted_at=None))
    messages.success(request, _("Invitation withdrawn."))
    return redirect("tenants:user-list")
