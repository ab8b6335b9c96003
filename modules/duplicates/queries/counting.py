"""How much there is of a record: the rows that would move with it, kind by kind (B21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.text import capfirst

from dangol.records.types import of_model
from modules.duplicates import moving
from modules.duplicates.kinds import Mergeable
from modules.duplicates.places import Place, places_of

SILENT = {"people.Visit", "people.Favourite", "notes.Pin"}
"""What is somebody's own arrangement, and nothing that happened with the record."""


@dataclass(frozen=True)
class Tally:
    """How many rows of one kind lead to a record."""

    label: str
    icon: str
    count: int


def tallies(mergeable: Mergeable, keys: Sequence[UUID]) -> Mapping[UUID, list[Tally]]:
    """{record: what leads to it}, in one statement."""
    places = [each for each in places_of(mergeable.record) if _counts(each)]
    found: dict[UUID, dict[Place, int]] = {key: {} for key in keys}
    with connection.cursor() as cursor:
        cursor.execute(*moving.counting(places, mergeable.code, keys))
        for number, key, count in cursor.fetchall():
            found[key][places[number]] = count
    return {key: _added_up(counts) for key, counts in found.items()}


def _counts(place: Place) -> bool:
    return place.model._meta.label not in SILENT


def _added_up(counts: Mapping[Place, int]) -> list[Tally]:
    found: dict[str, Tally] = {}
    for place, count in counts.items():
        label, icon = called(place.model)
        before = found[label].count if label in found else 0
        found[label] = Tally(label, icon, before + count)
    return sorted(found.values(), key=lambda each: -each.count)


def called(model: Any) -> tuple[str, str]:
    """(what rows of a table are called, their icon)."""
    record = of_model(model)
    if record is not None:
        return str(record.plural), record.icon
    icons = {"notes.Note": "sticky-note", "attachments.Attachment": "paperclip"}
    icon = icons.get(model._meta.label, "link")
    return str(capfirst(model._meta.verbose_name_plural)), icon
