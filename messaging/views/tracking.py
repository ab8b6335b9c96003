"""Addresses in messages (S7): open to whoever holds a token of this company, else 404."""

from __future__ import annotations

from base64 import b64decode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from dangol.access import anyone
from messaging import links
from messaging.models import Message, MessageEvent
from messaging.services import responses
from tenants import context

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def _read(token: str, purpose: bytes) -> links.Token:
    found = links.read(token, purpose, context.company().pk)
    if found is None:
        raise Http404
    return found


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


@anyone
@never_cache
@require_GET
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """One transparent pixel; notes that the mail was opened."""
    found = _read(token, links.OPEN)
    responses.note(found.message_id, MessageEvent.Kind.OPENED, agent=_agent(request))
    return HttpResponse(PIXEL, content_type="image/gif")


class _ToAnywhere(HttpResponseRedirect):
    """A redirect whose target was signed by us, so it may leave the site."""

    allowed_schemes = ["http", "https"]


@anyone
@never_cache
@require_GET
def clicked(request: HttpRequest, token: str) -> HttpResponse:
    """Notes the click and goes to the address inside the token, never to one in the query."""
    found = _read(token, links.CLICK)
    responses.note(
        found.message_id,
        MessageEvent.Kind.CLICKED,
        agent=_agent(request),
        url=found.destination,
    )
    return _ToAnywhere(iri_to_uri(found.destination))


@csrf_exempt
@anyone
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button and changes nothing, since scanners follow links; POST withdraws.

    A mail program's one-click (RFC 8058) posts here without cookies, so the token is the proof.
    """
    found = _read(token, links.UNSUBSCRIBE)
    message = Message.objects.select_related("send").filter(pk=found.message_id).first()
    if message is None:
        raise Http404
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        responses.unsubscribe(message.pk, source="one_click" if one_click else "unsubscribe_page")
    facts = {"message": message, "done": request.method == "POST"}
    return render(request, "messaging/unsubscribe.html", facts)
