"""The queues of all companies and the ways out (S1, S4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dangol import clock
from dangol.access import requires, user_can
from messaging.console import queries
from messaging.dispatch.models import ProviderAccount

Kind, Channel = ProviderAccount.Kind, ProviderAccount.Channel
EVERY = 5
"""Seconds after which the page asks for the numbers again."""


@requires("sending.queue.view")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, what is in hands, what is unknown or stuck; htmx gets the numbers alone."""
    found = queries.overview()
    facts = {
        "found": found,
        "texts": [each for each in found.ways if each.account.channel == Channel.SMS],
        "mails": [each for each in found.ways if each.account.channel == Channel.EMAIL],
        "now": clock.real_now(),
        "every": EVERY,
        "may_edit": user_can(request.user, "sending.account.edit"),
        "kinds": [
            (Channel(channel), Kind(kind))
            for channel, kinds in ProviderAccount.KINDS_OF.items()
            for kind in kinds
            if kind not in (Kind.ENVIRONMENT, Kind.SINK)
        ],
    }
    part = "messaging/console/live.html" if request.htmx else "messaging/console/overview.html"  # type: ignore[attr-defined]
    return render(request, part, facts)
