"""Webhooks: which there are, making, changing, pausing, removing one (W2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants.people.models import AccessRole
from tenants.requests import CompanyRequest
from tenants.webhooks.forms import EndpointForm
from tenants.webhooks.models import Endpoint
from tenants.webhooks.queries import log
from tenants.webhooks.services import endpoints, sending

MANAGE = "tenants.webhook.manage"
LOOKS = {
    Endpoint.State.OPEN.value: "ok",
    Endpoint.State.PAUSED.value: "wait",
    Endpoint.State.FAILED.value: "err",
}


@requires(MANAGE)
@require_GET
def webhook_list(request: CompanyRequest) -> HttpResponse:
    lines = [{"endpoint": each, "look": LOOKS[each.state]} for each in log.endpoints()]
    return render(request, "tenants/interface/webhooks.html", {"lines": lines})


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def webhook_new(request: CompanyRequest) -> HttpResponse:
    """The form; then the secret, which is shown in this one answer."""
    posted = request.POST if request.method == "POST" else None
    form = EndpointForm(posted, initial={"user": request.user.pk})
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = endpoints.add(**form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            return _secret(request, endpoint, secret)
    return _form_page(request, form, None)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def webhook_edit(request: CompanyRequest, key: UUID) -> HttpResponse:
    endpoint = get_object_or_404(Endpoint, pk=key)
    initial = {
        "name": endpoint.name,
        "url": endpoint.url,
        "role": endpoint.role_id,
        "user": endpoint.user_id,
        "events": endpoint.events,
    }
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            endpoints.edit(endpoint, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:webhook", key)
    return _form_page(request, form, endpoint)


@requires(MANAGE)
@require_POST
def webhook_pause(request: CompanyRequest, key: UUID) -> HttpResponse:
    endpoint = get_object_or_404(Endpoint, pk=key)
    endpoints.pause(endpoint)
    messages.success(request, _("Paused. What happens now waits."))
    return redirect("tenants:webhook", key)


@requires(MANAGE)
@require_POST
def webhook_resume(request: CompanyRequest, key: UUID) -> HttpResponse:
    endpoint = get_object_or_404(Endpoint, pk=key)
    endpoints.resume(endpoint)
    messages.success(request, _("In use again. What waited is being sent."))
    return redirect("tenants:webhook", key)


@requires(MANAGE)
@require_POST
def webhook_test(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Sends at once, and leads to what was answered."""
    endpoint = get_object_or_404(Endpoint, pk=key)
    made = endpoints.test(endpoint)
    sending.attempt(made)
    if made.state == made.State.DONE:
        messages.success(request, _("The test arrived."))
    else:
        messages.error(request, _("The test did not arrive."))
    return redirect("tenants:webhook-delivery", key, made.number)


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def webhook_secret(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Says what follows, then makes another secret and shows it once."""
    endpoint = get_object_or_404(Endpoint, pk=key)
    if request.method == "POST":
        return _secret(request, endpoint, endpoints.renew_secret(endpoint))
    return render(request, "tenants/interface/webhook_renew.html", {"endpoint": endpoint})


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def webhook_remove(request: CompanyRequest, key: UUID) -> HttpResponse:
    endpoint = get_object_or_404(Endpoint, pk=key)
    if request.method == "POST":
        endpoints.remove(endpoint)
        messages.success(request, _("The webhook “%(name)s” is gone.") % {"name": endpoint})
        return redirect("tenants:webhook-list")
    waiting = log.counts(endpoint)["waiting"]
    page = {"endpoint": endpoint, "waiting": waiting}
    return render(request, "tenants/interface/webhook_remove.html", page)


def _secret(request: CompanyRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    page = {"endpoint": endpoint, "secret": secret}
    return render(request, "tenants/interface/webhook_secret.html", page)


def _form_page(
    request: CompanyRequest, form: EndpointForm, endpoint: Endpoint | None
) -> HttpResponse:
    page = {"form": form, "endpoint": endpoint, "has_roles": AccessRole.objects.exists()}
    status = 422 if form.errors else 200
    return render(request, "tenants/interface/webhook_form.html", page, status=status)
