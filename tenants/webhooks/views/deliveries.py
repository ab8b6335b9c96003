"""The log of a webhook: what was sent, what was answered, sending again (W2)."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from tenants import calls
from tenants.requests import CompanyRequest
from tenants.webhooks.models import Delivery, Endpoint
from tenants.webhooks.queries import log
from tenants.webhooks.services import endpoints
from tenants.webhooks.views.endpoints import LOOKS, MANAGE

LOOKS_OF = {
    Delivery.State.WAITING.value: "wait",
    Delivery.State.DONE.value: "ok",
    Delivery.State.FAILED.value: "err",
}


@requires(MANAGE)
@require_GET
def webhook(request: CompanyRequest, key: UUID) -> HttpResponse:
    """One webhook: how it stands, and its deliveries of the last month."""
    endpoint = get_object_or_404(log.endpoints(), pk=key)
    state, below = request.GET.get("state", ""), request.GET.get("below", "")
    number = int(below) if below.isascii() and below.isdigit() and len(below) < 18 else None
    found = log.page(endpoint, state, number)
    words = log.event_words()
    page = {
        "endpoint": endpoint,
        "look": LOOKS[endpoint.state],
        "events": [words[code] for code in endpoint.events if code in words],
        "counts": log.counts(endpoint),
        "state": state,
        "rows": [(row, LOOKS_OF[row.state]) for row in found.rows],
        "after": found.after,
    }
    return render(request, "tenants/interface/webhook.html", page)


@requires(MANAGE)
@require_GET
def webhook_delivery(request: CompanyRequest, key: UUID, number: int) -> HttpResponse:
    """One delivery: the body, every try, the last answer."""
    delivery = get_object_or_404(
        Delivery.objects.select_related("endpoint"), pk=number, endpoint=key
    )
    tries = [
        {**each, "at": parse_datetime(each["at"]), "problem": calls.words_of(each["error"])}
        for each in reversed(delivery.tries)
    ]
    page = {
        "delivery": delivery,
        "endpoint": delivery.endpoint,
        "look": LOOKS_OF[delivery.state],
        "words": log.event_words().get(delivery.kind, delivery.kind),
        "body": _indented(delivery.body),
        "tries": tries,
    }
    return render(request, "tenants/interface/webhook_delivery.html", page)


@requires(MANAGE)
@require_POST
def webhook_replay(request: CompanyRequest, key: UUID, number: int) -> HttpResponse:
    endpoint = get_object_or_404(Endpoint, pk=key)
    get_object_or_404(Delivery, pk=number, endpoint=endpoint)
    if endpoints.replay(endpoint, number):
        messages.success(request, _("It is being sent again."))
    else:
        messages.info(request, _("It is waiting to be sent already."))
    return redirect("tenants:webhook-delivery", key, number)


@requires(MANAGE)
@require_POST
def webhook_replay_failed(request: CompanyRequest, key: UUID) -> HttpResponse:
    endpoint = get_object_or_404(Endpoint, pk=key)
    count = endpoints.replay(endpoint)
    sentence = ngettext(
        "%(count)s delivery is being sent again.", "%(count)s deliveries are being sent again.",
        count,
    )  # fmt: skip
    messages.success(request, sentence % {"count": count})
    return redirect("tenants:webhook", key)


def _indented(body: str) -> Any:
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
