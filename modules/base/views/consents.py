"""Writing down what a customer permits, channel by channel (B13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records import Section
from dangol.records.page.files import files
from dangol.records.views.adding import IN_DRAWER, MADE, is_drawer
from dangol.records.views.files import MOST_AT_ONCE
from dangol.records.views.found import find, urls_of
from dangol.toasts import triggered
from modules.base.consents import CONSENTS, Consent
from modules.base.forms.consents import GIVEN, REFUSED, ConsentForm
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.records.customers import consents_of
from modules.base.services import customers
from modules.base.services.ledger import Proof
from tenants.requests import CompanyRequest


@requires("base.customer.edit", upload=MOST_AT_ONCE)
@require_http_methods(["GET", "POST"])
def customer_consent(request: CompanyRequest, pk: UUID, name: str) -> HttpResponse:
    """The form in the drawer of the customer's page; without scripts a page of its own."""
    customer: Any = find(customer_record, request.user, pk, "edit")
    consent = _consent(request, name)
    state = REFUSED if getattr(customer, name) else GIVEN
    auto_id = IN_DRAWER if is_drawer(request) else "id_%s"
    form = ConsentForm(
        request.POST or None, request.FILES or None, initial={"state": state}, auto_id=auto_id
    )
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request.user, customer, name, form)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            return _kept(request, consent, pk)
    return _asked(request, customer, consent, form)


def _consent(request: CompanyRequest, name: str) -> Consent:
    """The one of this name; what a role closes is not there."""
    user = request.user
    closed = {*customer_record.hidden_from(user), *customer_record.locked_for(user)}
    found = next((each for each in CONSENTS if each.name == name and name not in closed), None)
    if found is None:
        raise Http404
    return found


@transaction.atomic
def _keep(user: Any, customer: Customer, name: str, form: ConsentForm) -> None:
    """The answer, and the file that proves it among those of the customer: both or neither."""
    said, file = form.cleaned_data, None
    if said["file"] is not None:
        try:
            record, title = customer_record.code, customer.name
            file = files().add(record, customer.pk, said["file"], by=user, title=title)
        except RuleBroken as broken:
            raise RuleBroken(broken.code, broken.message, field="file") from broken
    proof = Proof(said["proof"], file.key, file.name) if file else Proof(said["proof"])
    customers.set_consent(
        customer.pk, name, given=said["state"] == GIVEN, on=said["on"], source=said["source"],
        proof=proof,
    )  # fmt: skip


def _kept(request: CompanyRequest, consent: Consent, pk: UUID) -> HttpResponse:
    """The drawer is told, and gets the block of the page anew; without scripts the page itself."""
    text = _("Consent noted: %(channel)s.") % {"channel": consent.label}
    if is_drawer(request):
        customer: Any = find(customer_record, request.user, pk)
        panel = consents_of(request.user, customer)
        block = render(request, "base/panels/consents.html", {"panel": panel, "is_new": True})
        return triggered(block, {MADE: {}, "toast": {"text": text, "kind": "success"}})
    messages.success(request, text)
    return redirect("base:customer-page", pk)


def _asked(
    request: CompanyRequest, customer: Customer, consent: Consent, form: ConsentForm
) -> HttpResponse:
    section = Section(label=consent.label, fields=tuple(form.fields), columns=1)
    context = {
        "record": customer_record,
        "urls": urls_of(customer_record, customer),
        "instance": customer,
        "title": _("Consent: %(channel)s") % {"channel": consent.label},
        "form": form,
        "sections": [(0, section, list(form))],
    }
    template = "records/add.html" if is_drawer(request) else "records/form.html"
    return render(request, template, context, status=422 if form.errors else 200)
