"""Keys of the interface: who has which, making one, revoking one (W1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants.api.forms import KeyForm
from tenants.api.models import ApiKey
from tenants.api.services import keys
from tenants.people.models import AccessRole
from tenants.requests import CompanyRequest

MANAGE = "tenants.key.manage"
LOOKS = {
    ApiKey.State.OPEN: "ok",
    ApiKey.State.EXPIRED: "warn",
    ApiKey.State.ROLELESS: "warn",
    ApiKey.State.USERLESS: "warn",
    ApiKey.State.REVOKED: "",
}


@requires(MANAGE)
@require_GET
def key_list(request: CompanyRequest) -> HttpResponse:
    """Every key, the newest first; revoked ones stay to be looked up."""
    rows = ApiKey.objects.select_related("role", "user", "made_by").order_by("-made_at", "-id")
    lines = [{"key": key, "state": key.state, "look": LOOKS[key.state]} for key in rows]
    lines.sort(key=lambda line: line["state"] is ApiKey.State.REVOKED)
    return render(request, "tenants/interface/keys.html", {"lines": lines, "begin": keys.BEGIN})


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def key_new(request: CompanyRequest) -> HttpResponse:
    """The form; then the key itself, which is shown in this one answer and kept nowhere."""
    posted = request.POST if request.method == "POST" else None
    form = KeyForm(posted, initial={"user": request.user.pk})
    if request.method == "POST" and form.is_valid():
        try:
            key, text = keys.make(
                form.cleaned_data["name"],
                role=form.cleaned_data["role"],
                user=form.cleaned_data["user"],
                made_by=request.user,
                expires_at=form.expires_at,
                networks=form.cleaned_data["networks_text"],
            )
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            page = {"key": key, "text": text, "origin": request.company.origin}
            return render(request, "tenants/interface/key_made.html", page)
    page = {"form": form, "has_roles": AccessRole.objects.exists()}
    status = 422 if form.errors else 200
    return render(request, "tenants/interface/key_new.html", page, status=status)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def key_revoke(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Says what stops, then revokes."""
    found = get_object_or_404(ApiKey.objects.select_related("role", "user"), pk=key)
    if found.revoked_at is not None:
        return redirect("tenants:key-list")
    if request.method == "POST":
        keys.revoke(found)
        messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": found})
        return redirect("tenants:key-list")
    return render(request, "tenants/interface/key_revoke.html", {"key": found})
