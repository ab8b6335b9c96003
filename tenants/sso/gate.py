"""Whom the password log-in is closed to, and what single sign-on spares (P6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from tenants.people.models import User
from tenants.sso.models import Connection

FACTOR_THERE = "sso_factor"
"""In the session: the identity provider asked for the second factor."""


def refuses(request: HttpRequest, user: User) -> bool:
    """Whether this log-in is closed: all have to come by the company's account.

    Asked once the proof was right, so that a stranger learns nothing. Administrators keep their
    password for the day on which the provider is away.
    """
    return _connection(request) is None and not user.is_admin and Connection.present().is_only


def is_proved_there(request: HttpRequest | None) -> bool:
    """Whether this log-in comes from a provider that asks for the second factor itself."""
    connection = _connection(request)
    return connection is not None and connection.trusts_factor


def came_in(request: HttpRequest) -> None:
    """The session has begun: it remembers what was proved at the provider."""
    if is_proved_there(request):
        request.session[FACTOR_THERE] = True


def is_emergency(records: Sequence[Mapping[str, Any]]) -> bool:
    """Whether somebody comes in past the company's account, which all others have to use."""
    by_account = any(record.get("method") == "socialaccount" for record in records)
    return not by_account and Connection.present().is_only


def _connection(request: HttpRequest | None) -> Any:
    """Of a log-in that comes by single sign-on right now."""
    return getattr(request, "by_sign_on", None)
