"""Pinning lines of a timeline to its top (U2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.records.timeline.reading import MOST_PINNED
from tenants import audit
from tenants.notes.models import Pin

SUBJECT = "tenants.pin"


class KeptPins:
    """Implements `dangol.records.timeline.pins.Pins`."""

    def of(self, record: str, of: UUID) -> Mapping[str, Sequence[UUID]]:
        found: dict[str, list[UUID]] = {}
        pins = Pin.objects.filter(record=record, object_id=of)
        for source, key in pins.values_list("source", "key"):
            found.setdefault(source, []).append(key)
        return found

    @transaction.atomic
    def pin(self, record: str, of: UUID, source: str, key: UUID, *, title: str) -> None:
        pinned = Pin.objects.select_for_update().filter(record=record, object_id=of)
        there = {(each.source, each.key) for each in pinned}
        if (source, key) in there:
            return
        if len(there) >= MOST_PINNED:
            raise RuleBroken(
                "pins_full",
                _("%(most)s lines are pinned here already. Take one of them down first.")
                % {"most": MOST_PINNED},
            )
        pin = Pin(record=record, object_id=of, source=source, key=key)
        if Pin.objects.bulk_create([pin], ignore_conflicts=True):
            _note("add", pin, title)

    @transaction.atomic
    def unpin(self, record: str, of: UUID, source: str, key: UUID, *, title: str) -> None:
        pin = Pin.objects.filter(record=record, object_id=of, source=source, key=key).first()
        if pin is not None:
            pin.delete()
            _note("remove", pin, title)


def _note(verb: str, pin: Pin, title: str) -> None:
    audit.record(
        f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=pin.key, summary=title,
        changes={"record": pin.record},
    )  # fmt: skip
