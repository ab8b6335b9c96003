"""From the key of a call to the rights it has (W1)."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.api import limits
from dangol.api.callers import Caller, is_for_programs
from dangol.api.problems import Problem
from tenants import audit, house, networks
from tenants.acting import acting
from tenants.api.models import ApiKey
from tenants.api.services import keys
from tenants.clients import client_address
from tenants.people.models import Licence

GUESSES = 60
"""Calls without a valid key that one address has in a minute."""
REFUSALS = {
    ApiKey.State.EXPIRED: gettext_lazy("This key has expired."),
    ApiKey.State.REVOKED: gettext_lazy("This key was revoked."),
    ApiKey.State.ROLELESS: gettext_lazy("The role of this key is gone."),
    ApiKey.State.USERLESS: gettext_lazy("The user of this key is deactivated."),
}


class ApiKeys:
    """The key takes the place of a log-in: `request.user` is its user with the rights of its role.

    Cookies open nothing here, so no page of another site can make a browser call. What the key
    changes is noted under its name.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.company is None or not is_for_programs(request):  # type: ignore[attr-defined]
            return self.respond(request)
        address = client_address(request)
        try:
            key = _known(request, address)
        except Problem as problem:
            return problem.response()
        standing = limits.spend(key.pk)
        response = _too_often(standing) if standing.is_over else self._as(key, request, address)
        for name, value in standing.headers().items():
            response[name] = value
        return response

    def _as(self, key: ApiKey, request: HttpRequest, address: str | None) -> HttpResponseBase:
        if key.role is None:
            raise TypeError("A key without a role is refused before.")
        request.caller = Caller(id=key.pk, name=key.name)  # type: ignore[attr-defined]
        request.user = acting(key.user, key.role)
        actor = audit.Actor(id=key.pk, name=key.name, address=address, acts_for=key.user_id)
        with audit.acting(actor):
            return self.respond(request)


def _known(request: HttpRequest, address: str | None) -> ApiKey:
    """The key of the call, which may be used from there; Problem otherwise."""
    text = _text(request)
    found = _find(text)
    if found is None:
        standing = limits.spend(f"guess:{address}", GUESSES)
        if standing.is_over:
            raise _too_often_problem(standing)
        raise _unknown(_("Send a valid key: Authorization: Bearer dgl_…."))
    if found.state is not ApiKey.State.OPEN:
        raise _unknown(str(REFUSALS[found.state]))
    if not networks.allows(found.networks or house.facts().networks, address):
        raise Problem(403, "network", _("This key is not used from your network."))
    if keys.is_due(found):
        keys.note_use(found, address)
    return found


def _text(request: HttpRequest) -> str:
    kind, _blank, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if kind.lower() == "bearer" else ""


def _find(text: str) -> ApiKey | None:
    """The key with this text, with its role, user and licences."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != keys.BEGIN or not parts[1].isalnum():
        return None
    held = Licence.objects.filter(user=OuterRef("user")).values("plan")
    rows = ApiKey.objects.select_related("role", "user").annotate(plans=ArraySubquery(held))
    found = rows.filter(prefix=parts[1]).first()
    if found is None or not hmac.compare_digest(found.digest, keys.digest(text)):
        return None
    found.user.held_plans = found.plans
    return found


def _unknown(advice: str) -> Problem:
    return Problem(401, "key", advice, headers={"WWW-Authenticate": 'Bearer realm="Dangol"'})


def _too_often_problem(standing: limits.Standing) -> Problem:
    advice = _("%(limit)s calls a minute are possible; go on in %(seconds)s seconds.") % {
        "limit": standing.limit,
        "seconds": standing.seconds,
    }
    return Problem(429, "too-often", advice, headers=standing.headers())


def _too_often(standing: limits.Standing) -> HttpResponse:
    return _too_often_problem(standing).response()
