"""From events to deliveries, and from deliveries to their receivers (W2).

Every step is a transaction of its own. A delivery is claimed by putting its next try off, before
anything is sent: two workers never send it at the same time, and one that is killed has used up a
try. What belongs to one record goes to an endpoint in the order in which it happened.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from dangol import clock, notices
from tenants import calls, outside
from tenants.acting import acting
from tenants.alone import alone
from tenants.people.models import User
from tenants.webhooks import secrets
from tenants.webhooks.kinds import TEST
from tenants.webhooks.models import Delivery, Endpoint, Event
from tenants.webhooks.payloads import Telling

log = logging.getLogger(__name__)
PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60)
)
"""After each try that failed; after the last one the endpoint is paused."""
LEASE = timedelta(seconds=60)
"""Longer than one try takes (`outside.WHOLE`)."""
AT_ONCE = 500
ROUND = 60
"""Seconds that one round goes on."""
KEPT_BYTES = 2_048
KEPT_TRIES = 20
GONE = 410


def carry() -> bool:
    """Makes deliveries and sends what is due, for a minute at most; whether work is left."""
    end = time.monotonic() + ROUND
    while fan_out():
        pass
    while time.monotonic() < end:
        claimed = claim()
        if claimed is None:
            return False
        attempt(claimed)
    return True


@transaction.atomic
def fan_out() -> int:
    """Makes a delivery of each waiting event for each endpoint that wants it; how many events.

    One worker at a time does it, so that deliveries have the order of the events.
    """
    if not alone("webhooks"):
        return 0
    events = list(Event.objects.order_by("number")[:AT_ONCE])
    made: list[Delivery] = []
    for endpoint in Endpoint.objects.select_related("role", "user") if events else ():
        made += _deliveries(endpoint, events)
    made.sort(key=lambda each: each.event_number)  # type: ignore[attr-defined]
    Delivery.objects.bulk_create(made)
    Event.objects.filter(pk__in=[event.pk for event in events]).delete()
    return len(events)


def _deliveries(endpoint: Endpoint, events: list[Event]) -> list[Delivery]:
    """What this endpoint is told; nothing once its role or its user is gone."""
    if endpoint.role is None or not endpoint.user.is_active:
        return []
    telling, found = Telling(acting(endpoint.user, endpoint.role)), []
    for event in events:
        kind = f"{event.record}.{event.verb}"
        body = telling.body(event) if kind in endpoint.events else None
        if body is not None:
            made = Delivery(endpoint=endpoint, kind=kind, object_id=event.object_id, body=body)
            made.event_number = event.number  # type: ignore[attr-defined]
            found.append(made)
    return found


@transaction.atomic
def claim() -> Delivery | None:
    """The next delivery that is due, put off and counted; None when there is none."""
    earlier = Delivery.objects.filter(
        endpoint=OuterRef("endpoint"), object_id=OuterRef("object_id"),
        state=Delivery.State.WAITING, number__lt=OuterRef("number"),
    ).exclude(object_id="")  # fmt: skip
    due = Delivery.objects.filter(
        Q(endpoint__state=Endpoint.State.OPEN),
        ~Exists(earlier),
        state=Delivery.State.WAITING,
        next_at__lte=clock.real_now(),
    )
    found = (
        due.select_for_update(skip_locked=True, of=("self",))
        .select_related("endpoint")
        .order_by("next_at", "number")
        .first()
    )
    return None if found is None else _counted(found)


def _counted(delivery: Delivery) -> Delivery:
    delivery.attempts += 1
    delivery.next_at = clock.real_now() + LEASE
    delivery.save(update_fields=["attempts", "next_at"])
    return delivery


def attempt(delivery: Delivery) -> None:
    """Sends a claimed delivery once and keeps what came of it."""
    started = time.monotonic()
    status, response, error = _post(delivery)
    told = {
        "at": clock.real_now().isoformat(),
        "status": status,
        "ms": round((time.monotonic() - started) * 1000),
        "error": error,
    }
    _keep(delivery, status, response or error, told)


def _post(delivery: Delivery) -> tuple[int | None, str, str]:
    """(status, beginning of the answer, why there was none: a code of `tenants.calls`)."""
    try:
        reply = outside.post(
            delivery.endpoint.url,
            delivery.body.encode(),
            headers(delivery),
            ports=calls.PORTS,
            keep=KEPT_BYTES,
        )
    except (outside.Refused, OSError) as error:
        log.info("A webhook to %s did not arrive: %r", delivery.endpoint.url, error)
        return None, "", calls.code_of(error)
    return reply.status, reply.body.decode(errors="replace").replace("\x00", ""), ""


def headers(delivery: Delivery) -> dict[str, str]:
    """What a receiver knows it by, with the time of this try and the signatures."""
    endpoint, moment = delivery.endpoint, int(clock.real_now().timestamp())
    used = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_until and endpoint.old_until > clock.real_now():
        used.append(endpoint.old_secret)
    key = str(delivery.key)
    signed = secrets.signatures(map(secrets.unseal, used), key, moment, delivery.body)
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Dangol-Webhook/1",
        "webhook-id": key,
        "webhook-timestamp": str(moment),
        "webhook-signature": signed,
    }


@transaction.atomic
def _keep(delivery: Delivery, status: int | None, response: str, told: dict[str, Any]) -> None:
    """Delivered, to be tried again, or given up: then the endpoint is paused."""
    delivery.status, delivery.response = status, response
    delivery.tries = [*delivery.tries, told][-KEPT_TRIES:]
    if status is not None and 200 <= status < 300:
        delivery.state, delivery.done_at = Delivery.State.DONE, clock.real_now()
    elif delivery.kind == TEST:
        delivery.state = Delivery.State.FAILED
    elif status == GONE or delivery.attempts > len(PAUSES):
        delivery.state = Delivery.State.FAILED
        _give_up(delivery.endpoint)
    else:
        delivery.next_at = clock.real_now() + PAUSES[delivery.attempts - 1]
    delivery.save(update_fields=["status", "response", "tries", "state", "done_at", "next_at"])


def _give_up(endpoint: Endpoint) -> None:
    """Pauses an endpoint that cannot be reached, and tells the administrators once."""
    opened = Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.State.OPEN)
    if opened.update(state=Endpoint.State.FAILED):
        told = notices.Told(
            kind="tenants.webhook.failed", record="tenants.webhook", key=str(endpoint.pk)
        )
        admins = User.objects.filter(is_active=True, role="admin").values_list("pk", flat=True)
        notices.tell(told, list(admins))
