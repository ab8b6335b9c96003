"""The deliveries of a webhook, as its page lists them (W2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from tenants.webhooks import kinds
from tenants.webhooks.models import Delivery, Endpoint

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Deliveries, newest first; `after` is the number that the next page begins below, or 0."""

    rows: list[Delivery]
    after: int


def endpoints() -> QuerySet[Any]:
    """Every webhook with `failed`, `waiting` and `told_at`."""
    state = Delivery.State
    return (
        Endpoint.objects.select_related("role", "user")
        .annotate(
            failed=Count("deliveries", filter=Q(deliveries__state=state.FAILED)),
            waiting=Count("deliveries", filter=Q(deliveries__state=state.WAITING)),
            told_at=Max("deliveries__done_at"),
        )
        .order_by("name", "id")
    )


def counts(endpoint: Endpoint) -> dict[str, int]:
    """{state: how many deliveries}, with `all`."""
    rows = endpoint.deliveries.order_by().values_list("state").annotate(Count("number"))
    found = dict.fromkeys(Delivery.State.values, 0) | dict(rows)
    return {"all": sum(found.values()), **found}


def page(endpoint: Endpoint, state: str, below: int | None) -> Page:
    """One page of the log; an unknown state shows all."""
    rows = endpoint.deliveries.order_by("-number")
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    if below is not None:
        rows = rows.filter(number__lt=below)
    found = list(rows[: PAGE + 1])
    for row in found:
        row.words = event_words().get(row.kind, row.kind)  # type: ignore[attr-defined]
    after = found[PAGE - 1].number if len(found) > PAGE else 0
    return Page(found[:PAGE], after)


def event_words() -> dict[str, str]:
    """{event: what people call it}."""
    found = {code: f"{noun} · {word}" for noun, events in kinds.choices() for code, word in events}
    return found | {kinds.TEST: _("Test")}
