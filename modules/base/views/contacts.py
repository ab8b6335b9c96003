"""Noting a contact on a customer's page (B7)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from modules.base.forms.contacts import ContactForm
from modules.base.queries import history
from modules.base.records import visible_to
from modules.base.services import contacts


@requires("base.contact.create")
@require_POST
def contact_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Adds a contact by the user; htmx gets the panel again, without scripts the page follows."""
    customer = get_object_or_404(visible_to(request.user), pk=pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            contacts.add(
                customer,
                staff=request.user,  # type: ignore[arg-type]
                medium=values["medium"],
                memo=values["memo"],
                contacted_at=values["contacted_at"],
            )
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
    if form.is_valid() and not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("Contact noted."))
        return redirect("base:customer-page", pk)
    panel = dict(history.contacts(request.user, customer))
    if not form.is_valid():
        panel["form"] = form
    template = "base/panels/contacts.html" if request.htmx else "base/contact_form.html"  # type: ignore[attr-defined]
    status = 200 if form.is_valid() else 422
    return render(request, template, {"panel": panel, "title": customer.name}, status=status)
