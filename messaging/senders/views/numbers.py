"""A sender number: registering it with its documents, how it stands, withdrawing it (S1, T7)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.page.files import Opened, files
from messaging.dispatch.models import SenderNumber
from messaging.senders.declared import MANAGE
from messaging.senders.forms import NumberForm
from messaging.senders.queries import screens
from messaging.senders.services import numbers
from messaging.senders.views.overview import refuse
from tenants.requests import CompanyRequest

MOST_AT_ONCE = 60 * 1024**2
"""Bytes of one request with its documents."""


@requires(MANAGE, upload=MOST_AT_ONCE)
@require_http_methods(["GET", "POST"])
def new(request: CompanyRequest) -> HttpResponse:
    """The form; `?number=` takes one that was refused or has ended."""
    form = NumberForm(
        request.POST or None, request.FILES or None,
        initial={"holder": request.company.name, "number": request.GET.get("number", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            numbers.ask(
                data["number"], label=data["label"], holder=data["holder"],
                documents=data["documents"], by=request.user,
            )  # fmt: skip
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("The number was handed in. You are told when it is ready."))
            return redirect("messaging:senders")
    facts = {"form": form}
    return render(request, "senders/number_new.html", facts, status=422 if form.errors else 200)


@requires(MANAGE)
@require_GET
def number(request: CompanyRequest, key: UUID) -> HttpResponse:
    """How the number stands, and its documents."""
    row = get_object_or_404(numbers.own(), pk=key)
    state = SenderNumber.State(row.state)
    facts = {
        "row": row,
        "look": screens.NUMBER_LOOKS[state],
        "documents": files().of(numbers.SUBJECT, row.pk, request.user),
        "may_again": state in (state.REFUSED, state.EXPIRED),
        "may_withdraw": state in (state.WAITING, state.APPROVED),
    }
    return render(request, "senders/number.html", facts)


@requires(MANAGE)
@require_POST
def remove(request: CompanyRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(numbers.own(), pk=key)
    numbers.take_back(row)
    messages.success(request, _("%(what)s was withdrawn.") % {"what": row})
    return redirect("messaging:senders")


@requires(MANAGE)
@require_GET
def document(request: CompanyRequest, key: UUID, file: UUID) -> HttpResponseBase:
    row = get_object_or_404(numbers.own(), pk=key)
    return saved(files().open(numbers.SUBJECT, row.pk, file, small=False))


def saved(found: Opened | None) -> HttpResponseBase:
    """A document, always to be saved and never to be shown; 404 for none."""
    if found is None:
        raise Http404
    answer = FileResponse(
        found.content, as_attachment=True, filename=found.name,
        content_type="application/octet-stream",
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
