"""The queues of all companies and the ways out (S1, S4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dangol.access import requires, user_can
from messaging.console import numbers, queries
from messaging.dispatch.models import ProviderAccount

Kind, Channel = ProviderAccount.Kind, ProviderAccount.Channel
EVERY = 5
"""Seconds after which the page asks for the numbers again."""


@requires("sending.queue.view")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, what is in hands, what is unknown or stuck, and the ways out."""
    kinds = [
        (Channel(channel), Kind(kind))
        for channel, kinds in ProviderAccount.KINDS_OF.items()
        for kind in kinds
        if kind not in (Kind.ENVIRONMENT, Kind.SINK)
    ]
    may_decide = user_can(request.user, "sending.number.decide")
    asked = numbers.waiting() if may_decide else 0
    facts = {**_live(request), "kinds": kinds, "asked": asked}
    return render(request, "messaging/console/overview.html", facts)


@requires("sending.queue.view", asked_by_page=True)
@never_cache
@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """The numbers of the moment, for pages that stay open."""
    return render(request, "messaging/console/live.html", _live(request))


def _live(request: HttpRequest) -> dict[str, Any]:
    return {
        "found": queries.overview(),
        "every": EVERY,
        "may_edit": user_can(request.user, "sending.account.edit"),
        "may_settle": user_can(request.user, "sending.unknown.settle"),
        "may_rest": user_can(request.user, "sending.maintenance.edit"),
    }
