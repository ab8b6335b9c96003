"""What users arrange around their screens: favourites, density, the width of the sidebar (U10)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from dangol import preferences, toasts
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.names import names_of
from dangol.templatetags.desk import HERE
from dangol.templatetags.icons import shapes
from tenants.navigation import DENSITY, FOLDED
from tenants.people.models import Favourite
from tenants.queries import desk
from tenants.requests import CompanyRequest
from tenants.services import favourites

CHANGED = "favourites-changed"
"""What a page hears that shows favourites elsewhere than in the navigation."""
CHOICES: dict[str, tuple[str, dict[str, Any]]] = {
    "density": (DENSITY, {"roomy": None, "dense": "dense"}),
    "folded": (FOLDED, {"no": None, "yes": True}),
}
"""What may be set here: {name: (code of the preference, {word of the form: value})}."""


@requires("desk.own.use", while_suspended=True)
@require_POST
def favourite_add(request: CompanyRequest) -> HttpResponse:
    """Keeps a record (`record`, `object`) or a screen (`url`, `label`, `icon`)."""
    try:
        kept = _keep(request)
    except RuleBroken as broken:
        return _answer(request, None, str(broken), kind="error")
    return _answer(request, kept)


@requires("desk.own.use", while_suspended=True)
@require_POST
def favourite_drop(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Takes one out; the toast puts it back."""
    dropped = favourites.drop(request.user, key)
    if dropped is None:
        return _answer(request, None)
    again = {
        "record": dropped.record,
        "object": dropped.object_id,
        "url": dropped.url,
        "label": dropped.label,
        "icon": dropped.icon,
    }
    undo = f"{reverse('tenants:favourite-add')}?{urlencode(again)}"
    return _answer(request, dropped, _("Removed from the favourites."), undo=undo)


@requires("desk.own.use", while_suspended=True)
@require_POST
def favourite_move(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Puts one elsewhere: `to` is a place counted from 0, or `up` or `down`."""
    to = request.POST.get("to", "")
    if to in ("up", "down"):
        favourites.step(request.user, key, -1 if to == "up" else 1)
    elif to.isdecimal() and len(to) < 4:
        favourites.move(request.user, key, int(to))
    return _answer(request, None)


@requires("desk.own.use", while_suspended=True)
@require_POST
def setting(request: CompanyRequest) -> HttpResponse:
    """Keeps one choice of `CHOICES`; what is none of them is left alone."""
    for name, (code, values) in CHOICES.items():
        word = request.POST.get(name, "")
        if word in values:
            preferences.keep(request.user, code, values[word])
    if request.htmx or request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse(status=204)
    return _back(request)


def _keep(request: CompanyRequest) -> Favourite | None:
    """What the form or, for undoing, the address names; None when it is not open to the user."""
    asked = request.POST if "record" in request.POST or "url" in request.POST else request.GET
    record, url = asked.get("record", ""), asked.get("url", "")
    if record:
        thing = (record, asked.get("object", ""))
        if not _is_key(thing[1]) or thing not in names_of(request.user, [thing]):
            return None
        return favourites.keep_record(request.user, record, UUID(thing[1]))
    label = asked.get("label", "").strip()
    if not label or len(url) > 1000 or not toasts.is_own_path(url):
        return None
    if not desk.may_open(request.user, url):
        return None
    icon = asked.get("icon", "")
    return favourites.keep_screen(
        request.user, url=url, label=label, icon=icon if icon in shapes() else "star"
    )


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _answer(
    request: CompanyRequest,
    changed: Favourite | None,
    text: str = "",
    *,
    kind: str = "success",
    undo: str = "",
) -> HttpResponse:
    """The list in the sidebar and the star it concerns, or the page one came from."""
    if not request.htmx:
        if text and undo:
            toasts.undoable(request, text, undo)
        elif text:
            messages.add_message(request, messages.ERROR, text)
        return _back(request)
    facts = {"changed": changed, "is_here": changed is not None and _is_here(request, changed.url)}
    response = render(request, "parts/favourites_changed.html", facts)
    trigger_client_event(response, CHANGED, {})
    if not text:
        return response
    return trigger_client_event(response, "toast", {"text": text, "kind": kind, "undo": undo})


def _is_here(request: CompanyRequest, url: str) -> bool:
    """Whether the browser shows the screen with this address, or pressed the screen's own star."""
    current = urlsplit(request.htmx.current_url or "")
    shown = current._replace(scheme="", netloc="", fragment="").geturl()
    return url == shown or request.headers.get("HX-Source", "").endswith(f"#{HERE}")


def _back(request: CompanyRequest) -> HttpResponse:
    asked = (
        request.POST.get("next")
        or request.headers.get("Referer", "").partition(request.get_host())[2]
    )
    return redirect(asked if toasts.is_own_path(asked) else "/")
