"""Giving back what was handed over, as far as nobody has given it to another since (B35)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dangol import notices
from dangol.records import Record
from dangol.records.passing import Passing
from tenants import errands
from tenants.handover.models import Handed, Handover
from tenants.handover.queries import offered
from tenants.handover.services import asking, parts
from tenants.queries.last_change import last_changes

State = Handover.State


def go_on(key: str) -> None:
    """One part of the way back, and the promise of the next; safe to run twice."""
    handover = parts.held(key, State.RETURNING)
    if handover is None:
        return
    room = parts.PART
    with parts.in_the_name_of(handover):
        for record, passing in offered.passings():
            while room > 0 and (seen := _return_part(handover, record, passing, room)):
                room -= seen
        handover.save(update_fields=["counts"])
        if room <= 0:
            errands.post(asking.TAKE_BACK, key)
            return
        asking.end(handover, State.RETURNED)
        notices.tell(
            notices.Told(kind="tenants.handover.back", record=asking.SUBJECT, key=str(handover.pk)),
            [handover.giver_id, *map(UUID, handover.heirs)],
        )


def _return_part(handover: Handover, record: Record, passing: Passing, most: int) -> int:
    """Looks at up to `most` of a type; at how many."""
    rows = handover.records.filter(record=record.code, passing=passing.code, is_back=False)
    handed = list(rows.order_by("object_id")[:most])
    if not handed:
        return 0
    owners = dict.fromkeys(_untouched(record, passing, handed), handover.giver_id)
    parts.write(record, passing, "hand_back", owners, "")
    rows.filter(object_id__in=[each.object_id for each in handed]).update(is_back=True)
    parts.count(
        handover, offered.code_of(record, passing), back=len(owners),
        stayed=len(handed) - len(owners),
    )  # fmt: skip
    return len(handed)


def _untouched(record: Record, passing: Passing, handed: list[Handed]) -> list[Any]:
    """Those that are the heir's still, and have been all the time; held until they are written."""
    by_id = {each.object_id: each for each in handed}
    column = record.model_field(passing.field).attname
    changed = last_changes(record.code, by_id, column)
    rows = record.model._base_manager.select_for_update().filter(pk__in=by_id, deleted_at=None)
    return [
        each
        for each in rows.order_by("pk")
        if getattr(each, column) == by_id[each.pk].heir_id
        and changed.get(each.pk, by_id[each.pk].at) <= by_id[each.pk].at
    ]
