"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of the client as the outermost of our own proxies saw it."""
    seen = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), request.META["REMOTE_ADDR"]]
    trusted = [address.strip() for address in seen][-1 - settings.DANGOL_PROXIES :]
    return trusted[0] or None
