"""A mail domain: adding it, the check of its records, removing it (S1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from messaging.senders.declared import MANAGE
from messaging.senders.forms import DomainForm
from messaging.senders.models import MailDomain
from messaging.senders.queries import screens
from messaging.senders.services import domains
from messaging.senders.views.overview import refuse
from tenants.requests import CompanyRequest


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: CompanyRequest) -> HttpResponse:
    form = DomainForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            added = domains.add(form.cleaned_data["name"])
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            return redirect("messaging:sender-domain", added.pk)
    facts = {"form": form}
    return render(request, "senders/domain_new.html", facts, status=422 if form.errors else 200)


@requires(MANAGE)
@require_GET
def domain(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Which records to set, what is there, and what to do about each."""
    row = get_object_or_404(MailDomain, pk=key)
    lines = screens.records(row)
    facts = {
        "row": row,
        "look": screens.LOOKS[MailDomain.State(row.state)],
        "lines": lines,
        "unanswered": any(each.state == "unknown" for each in lines),
        "advised": [each.title for each in lines if not each.is_needed and each.look == "err"],
    }
    return render(request, "senders/domain.html", facts)


@requires(MANAGE)
@require_POST
def check(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Asks the DNS now."""
    row = get_object_or_404(MailDomain, pk=key)
    try:
        domains.check_by_hand(row)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Checked."))
    return redirect("messaging:sender-domain", key)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def remove(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Says what goes with it, then removes it."""
    row = get_object_or_404(MailDomain, pk=key)
    if request.method == "POST":
        domains.remove(row)
        messages.success(request, _("%(what)s was removed.") % {"what": row.name})
        return redirect("messaging:senders")
    return render(request, "senders/domain_remove.html", {"row": row})
