"""The tree of departments (P5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants.forms.roles import DepartmentForm
from tenants.people.models import Department, User
from tenants.queries import departments as reading
from tenants.requests import CompanyRequest
from tenants.services import departments


@requires("tenants.role.manage")
@require_http_methods(["GET", "POST"])
def department_list(request: CompanyRequest) -> HttpResponse:
    """The tree, and a form for one more; `?below=` names where it begins."""
    posted = request.POST if request.method == "POST" else None
    form = DepartmentForm(posted, initial={"parent": request.GET.get("below", "")})
    if request.method == "POST" and form.is_valid():
        parent = form.cleaned_data["parent"]
        try:
            made = departments.create(form.cleaned_data["name"], parent and parent.pk)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("“%(name)s” added.") % {"name": made.name})
            return redirect("tenants:department-list")
    page = {"branches": reading.tree(), "form": form, "homeless": reading.homeless()}
    return render(request, "tenants/departments.html", page, status=422 if form.errors else 200)


@requires("tenants.role.manage")
@require_http_methods(["GET", "POST"])
def department_edit(request: CompanyRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(Department, pk=key)
    posted = request.POST if request.method == "POST" else None
    form = DepartmentForm(posted, initial={"name": found.name, "parent": found.parent_id})
    if request.method == "POST" and form.is_valid():
        parent = form.cleaned_data["parent"]
        try:
            departments.change(found, name=form.cleaned_data["name"], parent=parent and parent.pk)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:department-list")
    people = User.objects.filter(department=found, is_active=True).order_by("name", "pk")
    page = {"department": found, "form": form, "people": people}
    status = 422 if form.errors else 200
    return render(request, "tenants/department_edit.html", page, status=status)


@requires("tenants.role.manage")
@require_POST
def department_delete(request: CompanyRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(Department, pk=key)
    try:
        departments.remove(found)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("tenants:department-edit", key)
    text = _("“%(name)s” is gone; its people and parts went up one level.")
    messages.success(request, text % {"name": found.name})
    return redirect("tenants:department-list")
