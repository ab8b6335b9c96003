"""Roles: the matrix of rights, the rights over fields, and looking with a role's eyes (A13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants import viewing
from tenants.forms.roles import RoleForm, RoleNameForm
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.queries import roles as reading
from tenants.requests import CompanyRequest
from tenants.services import roles
from tenants.viewing import while_viewing

RIGHT, FIELD = "right:", "field:"
"""How the inputs of the matrix begin: right:base.customer.view, field:base.customer:mobile."""


@requires("tenants.role.manage")
@require_GET
def role_list(request: CompanyRequest) -> HttpResponse:
    """The first role's page; without roles, what they are for."""
    first = AccessRole.objects.order_by("name").first()
    if first is not None:
        return redirect("tenants:role", first.pk)
    return render(request, "tenants/roles.html", {"lines": reading.lines(), "form": RoleForm()})


@requires("tenants.role.manage")
@require_http_methods(["GET", "POST"])
def role_new(request: CompanyRequest) -> HttpResponse:
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            role = roles.create(form.cleaned_data["name"], like=form.cleaned_data["like"])
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            return redirect("tenants:role", role.pk)
    status = 422 if form.errors else 200
    return render(request, "tenants/role_new.html", {"form": form}, status=status)


@requires("tenants.role.manage")
@require_http_methods(["GET", "POST"])
def role(request: CompanyRequest, key: UUID) -> HttpResponse:
    """The matrix of one role; saving takes all changes at once."""
    found = get_object_or_404(AccessRole, pk=key)
    problem = ""
    if request.method == "POST":
        try:
            count = roles.change(found, **_read(request.POST), seen=request.POST.get("seen", ""))
        except RuleBroken as broken:
            problem = str(broken)
            found.refresh_from_db()
        else:
            if count:
                text = _("%(count)s changes saved. They hold from the next click on.")
                messages.success(request, text % {"count": count})
            else:
                messages.info(request, _("Nothing was changed."))
            return redirect("tenants:role", key)
    context = {
        "role": found,
        "lines": reading.lines(),
        "groups": reading.matrix(found),
        "records": reading.field_matrix(found),
        "verbs": list(grantable.VERBS.values()),
        "field_words": list(grantable.FIELD_WORDS.items()),
        "holders": reading.holders(found),
        "seen": roles.state_of(found),
        "problem": problem,
    }
    return render(request, "tenants/role.html", context, status=409 if problem else 200)


@requires("tenants.role.manage")
@require_http_methods(["GET", "POST"])
def role_name(request: CompanyRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(AccessRole, pk=key)
    posted = request.POST if request.method == "POST" else None
    form = RoleNameForm(posted, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            roles.rename(found, form.cleaned_data["name"])
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            return redirect("tenants:role", key)
    status = 422 if form.errors else 200
    return render(request, "tenants/role_name.html", {"form": form, "role": found}, status=status)


@requires("tenants.role.manage")
@require_POST
def role_delete(request: CompanyRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(AccessRole, pk=key)
    try:
        roles.remove(found)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("tenants:role", key)
    messages.success(request, _("The role “%(name)s” is gone.") % {"name": found.name})
    return redirect("tenants:role-list")


@requires("tenants.role.manage")
@require_POST
def role_view(request: CompanyRequest, key: UUID) -> HttpResponse:
    """From now on this session looks with the role's eyes, until it is left."""
    found = get_object_or_404(AccessRole, pk=key)
    viewing.begin_role(request, found)
    return redirect("portal")


@requires("tenants.role.manage")
@require_POST
def user_view(request: CompanyRequest, key: UUID) -> HttpResponse:
    """From now on this session sees what the user sees, until it is left."""
    found = get_object_or_404(User, pk=key, is_active=True)
    viewing.begin_user(request, found)
    return redirect("portal")


@while_viewing
@requires("tenants.profile.edit", while_suspended=True)
@require_POST
def view_leave(request: CompanyRequest) -> HttpResponse:
    """Back to one's own eyes, and to the place one came from."""
    return redirect(viewing.leave(request) or reverse("portal"))


def _read(posted: QueryDict) -> dict[str, Any]:
    """{"scopes": …, "fields": …} from the inputs of the matrix; what is no number is -1."""
    scopes: dict[str, int] = {}
    fields: dict[str, dict[str, str]] = {}
    for name, value in posted.items():
        if name.startswith(RIGHT):
            text = str(value)
            scopes[name.removeprefix(RIGHT)] = int(text) if text in ("0", "1", "2", "3") else -1
        elif name.startswith(FIELD):
            record, _colon, field = name.removeprefix(FIELD).partition(":")
            fields.setdefault(record, {})[field] = str(value)
    return {"scopes": scopes, "fields": fields}
