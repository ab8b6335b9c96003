"""Records that turned out to be others and were merged into them: where they lead now (B21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from dangol.records.declaration import Record
from dangol.records.model import MergeableModel

CHAIN = 50
"""Merges of merges that are followed; people make three or four."""


def survivors(model: type[Model], keys: Collection[UUID]) -> Mapping[UUID, UUID]:
    """{id of one that was merged: id of what stands for it now}; of the others nothing."""
    if not issubclass(model, MergeableModel):
        return {}
    found: dict[UUID, UUID] = {}
    asked = set(keys)
    for _step in range(CHAIN):
        rows = model._base_manager.filter(pk__in=asked).exclude(merged_into=None)
        steps: dict[UUID, Any] = dict(rows.values_list("pk", "merged_into"))
        if not steps:
            break
        found = {key: steps.get(at, at) for key, at in found.items()} | {
            key: at for key, at in steps.items() if key in keys
        }
        asked = set(steps.values())
    return found


def merged_into(model: type[Model], keys: Collection[UUID]) -> list[UUID]:
    """The records that became part of these, and those that had become part of them: the same
    people or things, out of sight."""
    if not issubclass(model, MergeableModel):
        return []
    found: list[UUID] = []
    asked: list[UUID] = list(keys)
    while asked:
        rows = model._base_manager.filter(merged_into__in=asked).exclude(pk__in=found)
        asked = list(rows.values_list("pk", flat=True))
        found += asked
    return found


def survivor(record: Record, user: Any, pk: UUID) -> Any | None:
    """The record that stands for a merged one, if the user may see it."""
    key = survivors(record.model, {pk}).get(pk)
    return record.visible_to(user).filter(pk=key).first() if key else None
