"""The first screen of senders: everything that messages may come from (S1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.ids import read_id
from messaging.senders.declared import MANAGE
from messaging.senders.models import MailAddress
from messaging.senders.queries import screens
from messaging.senders.services import addresses, numbers
from tenants.requests import CompanyRequest


@requires(MANAGE)
@require_GET
def senders(request: CompanyRequest) -> HttpResponse:
    """Shared address, domains, addresses and numbers, each with how it stands."""
    return render(request, "senders/overview.html", {"found": screens.overview()})


@requires(MANAGE)
@require_POST
def usual(request: CompanyRequest) -> HttpResponse:
    """Chooses what new drafts begin with: `address` or `number` is an id, neither is the shared
    address."""
    try:
        _choose(request.POST)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("New drafts begin with this sender."))
    return redirect("messaging:senders")


def _choose(data: Any) -> None:
    if number := _id(data.get("number", "")):
        numbers.prefer(get_object_or_404(numbers.own(), pk=number))
        return
    address = _id(data.get("address", ""))
    addresses.prefer(get_object_or_404(MailAddress, pk=address) if address else None)


def _id(text: str) -> UUID | None:
    return read_id(text) if text else None


@requires(MANAGE)
@require_POST
def replies(request: CompanyRequest) -> HttpResponse:
    """Where replies to the shared address go."""
    try:
        addresses.reply_to(str(request.POST.get("to", "")))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Saved."))
    return redirect("messaging:senders")


def refuse(form: forms.Form, broken: RuleBroken) -> None:
    """What a rule says stands at its field, or above the form."""
    name = broken.field or ""
    form.add_error(name if name in form.fields else None, broken.message)
