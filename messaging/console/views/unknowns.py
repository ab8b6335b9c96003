"""Settling messages of which nobody knows whether the provider took them (S3, T4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.i18n import figures
from dangol.ids import read_id
from messaging.console import unknowns

TAKEN, NEVER = "taken", "never"


@requires("sending.unknown.settle")
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest, address: str) -> HttpResponse:
    """The unknown messages of one company; chosen ones are settled."""
    found = unknowns.company_of(address)
    if found is None:
        raise Http404
    if request.method == "POST":
        chosen = [key for key in map(read_id, request.POST.getlist("chosen")) if key]
        verdict = request.POST.get("verdict")
        if not chosen or verdict not in (TAKEN, NEVER):
            messages.error(request, _("Choose the messages whose fate you know."))
        else:
            settle = unknowns.taken if verdict == TAKEN else unknowns.never
            _say(request, verdict, settle(found, chosen))
        return redirect("sending:unknowns", address)
    rows, count = unknowns.unknown(found)
    facts = {"whose": found, "rows": rows, "count": count, "hidden": count - len(rows)}
    return render(request, "messaging/console/unknowns.html", facts)


def _say(request: HttpRequest, verdict: str, settled: int) -> None:
    if not settled:
        messages.info(request, _("They were settled meanwhile; nothing was changed."))
        return
    words = (
        ngettext("%(n)s message counts as taken.", "%(n)s messages count as taken.", settled)
        if verdict == TAKEN
        else ngettext("%(n)s message leaves again.", "%(n)s messages leave again.", settled)
    )
    messages.success(request, words % {"n": figures.number(settled)})
