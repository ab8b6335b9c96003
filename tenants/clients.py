"""Where a request comes from."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

FORWARDED = "HTTP_X_FORWARDED_FOR"


def client_address(request: HttpRequest) -> str | None:
    """The address of the client as the outermost of our own proxies saw it.

    None when it cannot be read: then rules about networks let nobody in.
    """
    forwarded = request.META.get(FORWARDED)
    seen = [*(forwarded.split(",") if forwarded else ()), request.META["REMOTE_ADDR"]]
    first = seen[-1 - settings.DANGOL_PROXIES :][0].strip()
    try:
        return str(ip_address(first.partition("%")[0]))
    except ValueError:
        return None


def is_behind_unknown_proxy(request: HttpRequest) -> bool:
    """Whether a proxy passed this request on though the settings know of none (DANGOL_PROXIES).

    Every client has that proxy's address then, so nothing can be told by addresses.
    """
    return settings.DANGOL_PROXIES == 0 and FORWARDED in request.META
