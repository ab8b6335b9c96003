"""Who leaves gives their open work to a colleague, and gets it back when that is undone (P5).

Both go part by part in the background: a part is one transaction that holds the row of the leaving,
so a worker that is killed has done nothing of it, and the one after it goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from tenants import audit, errands
from tenants.people.models import HandedOver, Leaving, User
from tenants.queries import desk
from tenants.queries.last_change import last_changes
from tenants.services import licences

PART = 500
"""Records of a type that one errand gives, or takes back; the next part is an errand of its own."""
State = Leaving.State
Give: TypeAlias = Callable[..., list[Any]]
"""`Record.pass_on`."""


def begin(user: User, heir: UUID | None, plans: Iterable[str]) -> None:
    """Keeps what the user had, and sets the hand-over going. In the deed's transaction."""
    close(user)
    actor = audit.actor()
    leaving = Leaving.objects.create(
        user=user, heir_id=heir, plans=sorted(plans), actor_id=actor.id, actor_name=actor.name,
        state=State.GIVEN if heir is None else State.GIVING,
    )  # fmt: skip
    if heir is not None:
        errands.post("tenants.services.leaving.pass_on", str(leaving.pk))


def close(user: User) -> None:
    """What is under way for the user stops where it is: it belongs to an earlier leaving."""
    user.leavings.exclude(state=State.OVER).update(state=State.OVER)


def undo(user: User) -> Leaving | None:
    """Gives the plans back, and the records in the background; None when nothing is to be undone.

    In the transaction of the deed. Plans that somebody has given since stay as they are.
    """
    leaving = user.leavings.select_for_update().exclude(state=State.OVER).first()
    if leaving is None:
        return None
    if not user.licences.exists():
        licences.assign(user, leaving.plans)
    actor = audit.actor()
    leaving.actor_id, leaving.actor_name = actor.id, actor.name
    leaving.state = State.OVER if leaving.heir_id is None else State.RETURNING
    leaving.save(update_fields=["actor_id", "actor_name", "state"])
    if leaving.heir_id is not None:
        errands.post("tenants.services.leaving.take_back", str(leaving.pk))
    return leaving


def pass_on(key: str) -> None:
    """Gives one part of each record type and promises the next while there is one.

    Safe to run twice: it takes what is still the giver's. It stops when the heir works here no
    longer.
    """
    leaving = _held(key, State.GIVING)
    if leaving is None or leaving.heir_id is None:
        return
    counts = [0]
    if leaving.heir and leaving.heir.is_active:
        with _in_the_name_of(leaving):
            counts = [_give(leaving, code, give) for code, give in _givers().items()]
    _go_on(leaving, counts, State.GIVEN, "tenants.services.leaving.pass_on")


def take_back(key: str) -> None:
    """The way back: a part of what was handed over and is as the hand-over left it."""
    leaving = _held(key, State.RETURNING)
    if leaving is None:
        return
    with _in_the_name_of(leaving):
        counts = [_return(leaving, code, give) for code, give in _givers().items()]
    _go_on(leaving, counts, State.OVER, "tenants.services.leaving.take_back")


def _give(leaving: Leaving, code: str, give: Give) -> int:
    given = give(leaving.user_id, leaving.heir_id, PART)
    HandedOver.objects.bulk_create(
        HandedOver(leaving=leaving, record=code, object_id=key) for key in given
    )
    return len(given)


def _return(leaving: Leaving, code: str, give: Give) -> int:
    rows = leaving.records.filter(record=code)
    handed = dict(rows.order_by("object_id").values_list("object_id", "at")[:PART])
    if handed:
        give(leaving.heir_id, leaving.user_id, PART, _untouched(code, handed))
        rows.filter(object_id__in=handed).delete()
    return len(handed)


def _untouched(code: str, handed: Mapping[UUID, datetime]) -> list[UUID]:
    """Those to whom nobody has given an owner since: not even the heir once more."""
    record = desk.records()[code]
    changed = last_changes(code, handed, record.model_field(record.owner).attname)
    return [key for key, at in handed.items() if changed.get(key, at) <= at]


def _held(key: str, state: str) -> Leaving | None:
    """The leaving while it is in this state, so that no second worker and no undo comes between."""
    rows = Leaving.objects.select_for_update(of=("self",)).select_related("heir")
    return rows.filter(pk=key, state=state).first()


def _givers() -> dict[str, Give]:
    """{record code: its service} of those types of which something is handed over."""
    records = desk.records()
    return {code: each.pass_on for code, each in records.items() if each.pass_on is not None}


def _go_on(leaving: Leaving, counts: Iterable[int], end: str, work: str) -> None:
    """A part that is full may have more behind it."""
    if PART in counts:
        errands.post(work, str(leaving.pk))
        return
    leaving.state = end
    leaving.save(update_fields=["state"])


def _in_the_name_of(leaving: Leaving) -> AbstractContextManager[None]:
    return audit.acting(audit.Actor(id=leaving.actor_id, name=leaving.actor_name))
