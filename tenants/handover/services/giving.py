"""Giving, part by part (B35).

A part is one transaction that holds the row of the hand-over, so a worker that is killed has done
nothing of it, and the one after it goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Min
from django.db.models.functions import Cast

from dangol import notices
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.passing import Passing
from tenants import errands
from tenants.handover.models import Handed, Handover
from tenants.handover.queries import offered
from tenants.handover.services import asking, parts
from tenants.people.models import User

State = Handover.State


def go_on(key: str) -> None:
    """One part, of several types when they are small, and the promise of the next.

    Safe to run twice.
    """
    handover = parts.held(key, State.GIVING)
    if handover is None:
        return
    user = parts.actor_of(handover)
    room = parts.PART
    with parts.in_the_name_of(handover):
        while user is not None and room > 0 and handover.place < len(handover.wanted):
            room -= _give_part(handover, user, room)
        handover.save(update_fields=["place", "cursor", "counts"])
        if user is None or handover.place >= len(handover.wanted):
            asking.end(handover, State.GIVEN)
            _tell(handover)
            return
    errands.post(asking.GO_ON, key)


def _give_part(handover: Handover, user: User, most: int) -> int:
    """Looks at up to `most` records of what is under way; at how many."""
    wanted = handover.wanted[handover.place]
    pair = offered.found(wanted["code"])
    rows: list[Any] = []
    if pair is not None:
        try:
            rows = _next_rows(handover, user, *pair, wanted["query"], most)
        except RuleBroken as broken:  # its filter asks for something that is gone meanwhile
            handover.counts[wanted["code"]] = {"problem": str(broken)}
        given = _give(handover, *pair, rows)
        parts.count(handover, wanted["code"], given=given, left=len(rows) - given)
    if len(rows) < most:
        handover.place, handover.cursor = handover.place + 1, None
    else:
        handover.cursor = rows[-1].pk
    return len(rows)


def _next_rows(
    handover: Handover, user: User, record: Record, passing: Passing, query: str, most: int
) -> list[Any]:
    """The next records by id, held until the part is written."""
    ids = offered.passing_rows(record, passing, user, handover.giver_id, query).values("pk")
    rows = record.model._base_manager.select_for_update().filter(
        **{"pk__in": ids, passing.field: handover.giver_id}
    )
    if handover.cursor is not None:
        rows = rows.filter(pk__gt=handover.cursor)
    return list(rows.order_by("pk")[:most])


def _give(handover: Handover, record: Record, passing: Passing, rows: Sequence[Any]) -> int:
    """Gives them to the heirs in turns; how many."""
    code = offered.code_of(record, passing)
    heirs = _working(handover)
    turn = handover.counts.get(code, {}).get("given", 0)
    owners: dict[Any, UUID] = {}
    for each in rows:
        in_turn = (
            islice(cycle(heirs), turn % len(heirs), turn % len(heirs) + len(heirs)) if heirs else ()
        )
        heir = next((heir for heir in in_turn if passing.fits(heir, each)), None)
        if heir is not None:
            owners[each] = heir
            turn += 1
    parts.write(record, passing, "hand_over", owners, handover.reason)
    Handed.objects.bulk_create(
        Handed(
            handover=handover, record=record.code, passing=passing.code, object_id=each.pk,
            heir_id=heir,
        )
        for each, heir in owners.items()
    )  # fmt: skip
    return len(owners)


def _working(handover: Handover) -> list[UUID]:
    """The heirs who still work here, always in the same order."""
    people = User.objects.filter(pk__in=handover.heirs, is_active=True)
    return list(people.order_by("name", "pk").values_list("pk", flat=True))


def _tell(handover: Handover) -> None:
    """Each heir hears of each type once, the giver of the whole."""
    got = handover.records.order_by("record", "passing", "heir_id")
    of_each = got.values_list("record", "passing", "heir_id").annotate(
        count=Count("object_id"), one=Min(Cast("object_id", CharField()))
    )
    for record, passing, heir, count, one in of_each:
        pair = offered.found(f"{record} {passing}")
        if pair is not None:
            notices.tell(pair[1].told([UUID(one)], count), [heir])
    notices.tell(
        notices.Told(kind="tenants.handover.given", record=asking.SUBJECT, key=str(handover.pk)),
        [handover.giver_id],
    )
