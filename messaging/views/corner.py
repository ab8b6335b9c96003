"""The small progress at the lower right of other screens, while sends that one watched go on (S9).

Nobody pays for it who does not need it: which sends to show stands in the session, put there by
the page of a moving send, so a screen without any asks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires, user_can
from messaging.models import Send
from messaging.queries import standing
from messaging.queries.progress import Progress, progress
from messaging.senders.demo import Furnished
from tenants.ports import register_corner, register_demo

FOLLOWED = "followed_sends"
MOST = 3
"""As many are drawn at once; the latest watched come first."""
GOING = (Send.Status.WAITING, Send.Status.RUNNING)


def register() -> None:
    """The layer's ready hook."""
    register_corner(corner)
    register_demo(Furnished())


@dataclass(frozen=True)
class Line:
    """One send in the corner."""

    progress: Progress
    time_left: str


def follow(request: HttpRequest, shown: Progress) -> None:
    """Notes that the user watches this send, if it is on its way."""
    followed = request.session.get(FOLLOWED, [])
    key = str(shown.send.pk)
    if shown.send.status in GOING and key not in followed:
        request.session[FOLLOWED] = [key, *followed][:MOST]


def corner(request: HttpRequest) -> str:
    """The template that the shell draws on this screen, or ""."""
    session = getattr(request, "session", None)
    if session is None or not session.get(FOLLOWED):
        return ""
    if request.path.startswith("/messaging/sends/"):
        return ""
    return "messaging/parts/corner.html" if user_can(request.user, "messaging.send.view") else ""


@requires("messaging.send.view", asked_by_page=True)
@require_GET
def running(request: HttpRequest) -> HttpResponse:
    """The sends in the corner as they are; nothing (204) as soon as none is on its way."""
    followed = request.session.get(FOLLOWED, [])
    going = {str(send.pk): send for send in Send.objects.filter(pk__in=followed, status__in=GOING)}
    still = [key for key in followed if key in going]
    if still != followed:
        _keep(request, still)
    if not still:
        return HttpResponse(status=204)
    facts: dict[str, Any] = {"lines": [_line(going[key]) for key in still]}
    return render(request, "messaging/parts/running.html", facts)


@requires("messaging.send.view")
@require_POST
def unfollow(request: HttpRequest, key: UUID) -> HttpResponse:
    """Closes one line of the corner; the send itself goes on."""
    followed = request.session.get(FOLLOWED, [])
    _keep(request, [each for each in followed if each != str(key)])
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    return redirect(back)


def _keep(request: HttpRequest, followed: list[str]) -> None:
    if followed:
        request.session[FOLLOWED] = followed
    else:
        request.session.pop(FOLLOWED, None)


def _line(send: Send) -> Line:
    shown = progress(send)
    return Line(shown, standing.duration(shown.time_left) if shown.time_left else "")
