"""What the tests of triggers share: making one, and a worker's round."""

from __future__ import annotations

from typing import Any

from tenants import audit
from tenants.people.models import User
from tenants.triggers.models import Firing, Trigger
from tenants.triggers.services import acting, keeping

NOBODY: list[dict[str, Any]] = []
BEST = "all(grade=1)"
"""Customers of the best grade."""


def telling(*codes: str, text: str = "") -> dict[str, Any]:
    return {"code": "tenants.notify", "options": {"to": list(codes) or ["owner"], "text": text}}


def setting(field: str, value: str) -> dict[str, Any]:
    return {"code": "tenants.set", "options": {"field": field, "value": value}}


def trigger(
    user: User, moment: str = "hold", *, where: str = BEST, record: str = "base.customer",
    name: str = "큰 고객", state: str = "on", actions: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Trigger:  # fmt: skip
    """A trigger that is on; it tells the owner unless `actions` say otherwise."""
    values = {
        "name": name, "moment": moment, "where": where,
        "actions": [telling()] if actions is None else actions, **more,
    }  # fmt: skip
    made = keeping.create(user, record, values)
    return keeping.switch(made, state, user)


def work() -> None:
    """Everything that a worker finds to do."""
    while acting.work():
        pass


def as_user(user: User) -> Any:
    return audit.acting(audit.Actor(id=user.pk, name=user.name))


def fired(trigger: Trigger) -> list[tuple[str, str]]:
    """(state, id of the record) in the order in which it was set off."""
    rows = Firing.objects.filter(trigger=trigger).order_by("id")
    return [(row.state, str(row.object_id)) for row in rows]


def results(trigger: Trigger) -> list[dict[str, Any]]:
    last = Firing.objects.filter(trigger=trigger).order_by("-id").first()
    assert last is not None
    return list(last.results)
