"""A sender address: adding it, its name, the mail that asks to confirm it, removing it (S1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dangol.access import anyone, requires
from dangol.errors import RuleBroken
from messaging.senders.declared import MANAGE
from messaging.senders.forms import AddressForm, NameForm
from messaging.senders.models import MailAddress, MailDomain, Preferences
from messaging.senders.queries import allowed, screens
from messaging.senders.services import addresses
from messaging.senders.views.overview import refuse
from tenants import context
from tenants.requests import CompanyRequest


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: CompanyRequest) -> HttpResponse:
    form = AddressForm(request.POST or None, initial={"name": request.company.name[:40]})
    if request.method == "POST" and form.is_valid():
        try:
            row = addresses.add(form.cleaned_data["address"], form.cleaned_data["name"])
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            _say(request, row)
            return redirect("messaging:senders")
    facts = {"form": form}
    return render(request, "senders/address_new.html", facts, status=422 if form.errors else 200)


def _say(request: CompanyRequest, row: MailAddress) -> None:
    if allowed.is_known(row):
        messages.success(request, _("Mails can leave from %(address)s.") % {"address": row})
        return
    words = _("A mail with a link is on its way to %(address)s. Open it within 3 days.")
    messages.success(request, words % {"address": row})


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def edit(request: CompanyRequest, key: UUID) -> HttpResponse:
    """The name that recipients read, and how the address stands."""
    row = get_object_or_404(MailAddress, pk=key)
    form = NameForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        addresses.rename(row, form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("messaging:senders")
    known = MailDomain.objects.filter(name=row.domain).first()
    line = screens.address_line(
        row, allowed.good_domains(), {known.name} if known else set(), Preferences.present()
    )
    facts = {"form": form, "row": row, "line": line, "domain": known}
    return render(request, "senders/address.html", facts, status=422 if form.errors else 200)


@requires(MANAGE)
@require_POST
def ask(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Sends the mail with the link once more."""
    row = get_object_or_404(MailAddress, pk=key)
    try:
        addresses.ask(row)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        _say(request, row)
    return redirect("messaging:senders")


@requires(MANAGE)
@require_POST
def remove(request: CompanyRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(MailAddress, pk=key)
    addresses.remove(row)
    messages.success(request, _("%(what)s was removed.") % {"what": row.address})
    return redirect("messaging:senders")


@anyone
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Reached from the mail: looking changes nothing, since scanners follow links; the button does.

    Open to whoever holds the link; a link that is forged, too old or of another company is 404.
    """
    row = addresses.found_by(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        addresses.confirm(row)
    done = request.method == "POST" or row.confirmed_at is not None
    facts = {"row": row, "company": context.company(), "done": done}
    return render(request, "senders/confirm.html", facts)
