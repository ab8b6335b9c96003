"""Noting a contact or a remark, on a customer's page and in the panel beside the list (B7)."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records import Look
from modules.base.forms.contacts import ContactForm
from modules.base.models import Customer
from modules.base.queries.timeline import composer, recent, timeline
from modules.base.records import customer_record
from modules.base.services import contacts


@requires("base.contact.create")
@require_POST
def contact_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Adds what the user noted; htmx gets the timeline again, without scripts the page follows."""
    customer = get_object_or_404(customer_record.visible_to(request.user), pk=pk)
    form = ContactForm(request.POST)
    is_kept = form.is_valid() and _keep(request, customer, form)
    if not request.htmx:  # type: ignore[attr-defined]
        if is_kept:
            messages.success(request, _("Contact noted."))
            return redirect("base:customer-page", pk)
        panel = {"customer": customer, **composer(request.user, form)}
        context = {"panel": panel, "title": customer.name}
        return render(request, "base/contact_form.html", context, status=422)
    look = Look(
        user=request.user, instance=customer, hidden=customer_record.hidden_from(request.user)
    )
    if request.POST.get("from") == "peek":
        return _for_peek(request, look, form, is_kept=is_kept)
    panel = dict(timeline(look)) | (composer(request.user, form) if not is_kept else {})
    tab = {"template": "base/tabs/timeline.html", "panel": panel}
    return render(request, "records/tab.html", {"tab": tab}, status=200 if is_kept else 422)


def _keep(request: HttpRequest, customer: Customer, form: ContactForm) -> bool:
    """Whether the service took it; otherwise the form says why not."""
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
        return False
    return True


def _for_peek(
    request: HttpRequest, look: Look, form: ContactForm, *, is_kept: bool
) -> HttpResponse:
    """The latest activity, put in place by its id; or a sentence about what is wrong."""
    if not is_kept:
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        response = HttpResponse(status=422)
        return _trigger(response, {"toast": {"text": sentence, "kind": "error"}})
    response = render(request, "base/parts/recent.html", {"panel": recent(look), "oob": True})
    return _trigger(response, {"noted": {}, "toast": {"text": _("Kept."), "kind": "success"}})


def _trigger(response: HttpResponse, events: dict[str, Any]) -> HttpResponse:
    response["HX-Trigger"] = json.dumps(events)
    return response
