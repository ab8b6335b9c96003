"""The screen on which an administrator sets single sign-on up (P6)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants.requests import CompanyRequest
from tenants.sso import provider, saml, trial
from tenants.sso.forms import SignOnForm
from tenants.sso.models import Connection
from tenants.sso.services import settings

FIELDS = {"domains": "domains_text", "plans": "newcomer_plans"}


@requires("tenants.company.manage")
@require_http_methods(["GET", "POST"])
def sign_on(request: CompanyRequest) -> HttpResponse:
    """The settings for one of the two standards, `kind` of the address."""
    row = Connection.present()
    kind = request.POST.get("kind") or request.GET.get("kind") or row.kind
    if kind not in Connection.Kind.values:
        kind = row.kind
    form = SignOnForm(request.POST or None, initial=SignOnForm.values_of(row, kind))
    if request.method == "POST" and form.is_valid() and _saved(form):
        messages.success(request, _("Saved."))
        return redirect("tenants:sign-on")
    facts = {
        "form": form,
        "row": row,
        "kind": kind,
        "kinds": Connection.Kind.choices,
        "is_saml": kind == Connection.Kind.SAML,
        "reply_address": saml.reply_address(),
        "entity_id": saml.entity_id(),
        "callback_address": provider.callback_address(),
        "result": request.session.pop(trial.RESULT, None),
    }
    return render(request, "sso/settings.html", facts, status=422 if form.errors else 200)


def _saved(form: SignOnForm) -> bool:
    """Does it; what breaks a rule stands at its field afterwards."""
    try:
        settings.save(form.settings())
    except RuleBroken as broken:
        name = FIELDS.get(broken.field or "", broken.field)
        form.add_error(name if name in form.fields else None, broken.message)
        return False
    return True
