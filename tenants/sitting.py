"""The present log-in, as its session knows it: begun, followed, ended (P6).

The session keeps the id of the `Sitting` and when it was last used, so that a request asks the
database nothing more; every few minutes one of them writes both down.
"""

from __future__ import annotations

from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest

from dangol import clock
from tenants.clients import client_address
from tenants.people.models import User
from tenants.services import sittings

KEY, SEEN = "sitting", "seen"
PAUSE = 150
"""Seconds between two notes of use."""


def begin(request: HttpRequest, user: User) -> None:
    """Notes the log-in that this request has just made."""
    begun = sittings.begin(
        user,
        session_key=request.session.session_key or "",
        address=client_address(request),
        agent=request.headers.get("User-Agent", ""),
    )
    request.session[KEY] = str(begun.pk)
    request.session[SEEN] = _now()


def present(request: HttpRequest) -> str:
    """The id of the present log-in; "" when it was never noted."""
    return str(request.session.get(KEY, ""))


def is_over(request: HttpRequest, idle_minutes: int | None) -> bool:
    """Whether nothing has happened in this log-in for longer than the company's idle time.

    It may last `PAUSE` longer, never shorter.
    """
    seen = request.session.get(SEEN)
    return bool(idle_minutes and seen is not None and _now() - seen > idle_minutes * 60 + PAUSE)


def end(request: HttpRequest) -> None:
    """Ends the log-in of this request."""
    close(request)
    logout(request)


def goes_on(request: HttpRequest, *, is_use: bool) -> bool:
    """Whether the log-in of this request still holds; notes its use. Ends it when it does not.

    `is_use` is False for what a page asks by itself.
    """
    seen = request.session.get(SEEN)
    now = _now()
    if seen is not None and (now - seen < PAUSE or not is_use):
        return True
    return _noted(request, now)


def _noted(request: HttpRequest, now: int) -> bool:
    """Writes the use down; False when the log-in was ended from elsewhere in the meantime."""
    request.session[SEEN] = now
    if not present(request):
        begin(request, cast(User, request.user))
        return True
    going = sittings.follow(
        present(request),
        session_key=request.session.session_key or "",
        address=client_address(request),
    )
    if not going:
        logout(request)
    return going


def renamed(request: HttpRequest) -> None:
    """The session has a new key, as after a change of password; the list follows at once."""
    if present(request):
        sittings.follow(
            present(request),
            session_key=request.session.session_key or "",
            address=client_address(request),
        )


def close(request: HttpRequest) -> None:
    """The user logs out here."""
    if present(request):
        sittings.close(present(request))


def _now() -> int:
    return int(clock.real_now().timestamp())
