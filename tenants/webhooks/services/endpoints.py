"""Adding, changing, pausing and removing endpoints, and sending again (W2)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit, calls, known
from tenants.people.models import AccessRole, User
from tenants.webhooks import kinds, secrets, tasks
from tenants.webhooks.models import Delivery, Endpoint

SUBJECT = "tenants.webhook"
MOST = 20
OVERLAP = timedelta(hours=24)
"""How long a secret that was replaced is still signed with."""


@transaction.atomic
def add(
    *, name: str, url: str, events: Sequence[str], role: AccessRole, user: User
) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, which is told this once."""
    if Endpoint.objects.count() >= MOST:
        raise RuleBroken(
            "webhooks_full",
            _("There are %(most)s webhooks already; remove one first.") % {"most": MOST},
        )
    secret = secrets.new()
    endpoint = Endpoint(name=name, url=checked(url), events=list(events), role=role, user=user)
    endpoint.secret = secrets.seal(secret)
    endpoint.save(force_insert=True)
    known.changed()
    _note("add", endpoint, {"url": url, "events": list(events), "access_role": role.name})
    return endpoint, secret


@transaction.atomic
def edit(
    endpoint: Endpoint, *, name: str, url: str, events: Sequence[str], role: AccessRole, user: User
) -> None:
    """Another name, address, choice of events, role or user; what waits goes to the new address."""
    locked = _locked(endpoint)
    before: dict[str, Any] = {
        "url": locked.url,
        "events": locked.events,
        "access_role": locked.role.name if locked.role else None,
    }
    locked.name, locked.url, locked.events = name, checked(url), list(events)
    locked.role, locked.user = role, user
    locked.save(update_fields=["name", "url", "events", "role", "user"])
    known.changed()
    after = {"url": locked.url, "events": locked.events, "access_role": role.name}
    changes = {k: [before[k], after[k]] for k in after if before[k] != after[k]}
    _note("edit", locked, changes)


def checked(url: str) -> str:
    """The address; RuleBroken for one that is not posted to."""
    example = _("Write an address like https://shop.example/hooks, with port 443, 8443 or 9443.")
    return calls.checked(url, code="webhook", example=str(example))


@transaction.atomic
def pause(endpoint: Endpoint) -> None:
    """Nothing is sent any more; what there is to tell waits."""
    _turn(endpoint, Endpoint.State.PAUSED, "pause")


@transaction.atomic
def resume(endpoint: Endpoint) -> None:
    """What waited is sent now."""
    _turn(endpoint, Endpoint.State.OPEN, "resume")
    waiting = endpoint.deliveries.filter(state=Delivery.State.WAITING)
    waiting.update(next_at=clock.real_now(), attempts=0)
    tasks.carry.ring_once_committed()


@transaction.atomic
def renew_secret(endpoint: Endpoint) -> str:
    """Another secret, told this once. For a day both sign, so that the receiver can change over."""
    locked, secret = _locked(endpoint), secrets.new()
    locked.old_secret, locked.old_until = locked.secret, clock.real_now() + OVERLAP
    locked.secret = secrets.seal(secret)
    locked.save(update_fields=["secret", "old_secret", "old_until"])
    _note("renew", locked, {})
    return secret


@transaction.atomic
def remove(endpoint: Endpoint) -> None:
    """Takes an endpoint away, with what waits for it and its log."""
    locked = _locked(endpoint)
    _note("remove", locked, {})
    locked.delete()
    known.changed()


@transaction.atomic
def test(endpoint: Endpoint) -> Delivery:
    """A delivery that says nothing but that it is one; claimed, to be sent at once."""
    told = {
        "type": kinds.TEST,
        "timestamp": clock.now().isoformat(),
        "data": {"webhook": str(endpoint.pk)},
    }
    later = clock.real_now() + timedelta(minutes=5)
    made = Delivery.objects.create(
        endpoint=endpoint, kind=kinds.TEST, body=json.dumps(told), next_at=later, attempts=1
    )
    _note("test", endpoint, {})
    return made


@transaction.atomic
def replay(endpoint: Endpoint, number: int | None = None) -> int:
    """Sends one delivery again, or all that failed; under the same ids. How many."""
    found = endpoint.deliveries.filter(state=Delivery.State.FAILED)
    if number is not None:
        found = endpoint.deliveries.exclude(state=Delivery.State.WAITING).filter(pk=number)
    count = found.update(
        state=Delivery.State.WAITING, attempts=0, next_at=clock.real_now(), done_at=None
    )
    if count:
        _note("replay", endpoint, {"count": count})
        tasks.carry.ring_once_committed()
    return count


def _turn(endpoint: Endpoint, state: str, verb: str) -> None:
    locked = _locked(endpoint)
    if locked.state == state:
        return
    locked.state = state
    locked.save(update_fields=["state"])
    _note(verb, locked, {})


def _locked(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)


def _note(verb: str, endpoint: Endpoint, changes: dict[str, Any]) -> None:
    audit.record(
        f"tenants.webhook.{verb}", subject=SUBJECT, subject_id=endpoint.pk, summary=endpoint.name,
        changes=changes,
    )  # fmt: skip
