"""What the journal of merges tells people (B21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from dangol.records.cells import shown
from modules.duplicates.choices import choices_of, put_back
from modules.duplicates.kinds import KINDS, Mergeable
from modules.duplicates.models import Merge
from modules.duplicates.places import places_of
from modules.duplicates.queries.comparing import words
from modules.duplicates.queries.counting import called
from modules.duplicates.services.closing import KEPT_FOR
from modules.duplicates.services.revaluing import path_of
from modules.duplicates.services.unmerging import Conflict

PAGE = 100
"""Merges that are listed."""


@dataclass(frozen=True)
class Told:
    """One merge in the list."""

    merge: Merge
    kind: str
    kept: str
    href: str
    until: datetime


@dataclass(frozen=True)
class Change:
    """One field that a merge changed, in words."""

    name: str
    label: str
    before: str
    after: str
    own: str = ""


def holder_of(merge: Merge) -> UUID:
    """The record in which the merged one is now, however often that was merged since."""
    path = path_of(merge)
    return path[-1].kept if path else merge.kept


def is_seen(merge: Merge, user: Any) -> bool:
    """Whether the user may see the record that it went into."""
    record = KINDS[merge.record].record
    return record.visible_to(user).filter(pk=holder_of(merge)).exists()


def until(merge: Merge) -> datetime:
    """When it becomes final."""
    return merge.at + KEPT_FOR


def listed(user: Any) -> list[Told]:
    """The last merges whose record the user may see, the newest first."""
    rows = list(
        Merge.objects.filter(record__in=list(KINDS)).select_related("by").order_by("-at")[:PAGE]
    )
    names: dict[UUID, Any] = {}
    for code, mergeable in KINDS.items():
        ids = [each.kept for each in rows if each.record == code]
        names |= mergeable.record.visible_to(user).in_bulk(ids)
    return [
        Told(
            each, str(KINDS[each.record].record.label),
            shown(names[each.kept], KINDS[each.record].record.title),
            reverse("duplicates:merge-page", args=[each.pk]), until(each),
        )
        for each in rows
        if each.kept in names
    ]  # fmt: skip


def changed(mergeable: Mergeable, merge: Merge, hidden: Collection[str]) -> list[Change]:
    """What the merge changed in the record that stayed."""
    return [
        Change(
            choice.name, str(mergeable.record.label_of(choice.name)),
            _said(mergeable, choice, merge.before), _said(mergeable, choice, merge.after),
        )
        for choice in choices_of(mergeable)
        if choice.name not in hidden and set(choice.columns) & merge.after.keys()
    ]  # fmt: skip


def asked(mergeable: Mergeable, conflict: Conflict, hidden: Collection[str]) -> Change:
    """What is asked about a field, in words; of a hidden one only that there is something."""
    choice = conflict.choice
    said = [
        _said(mergeable, choice, each) for each in (conflict.before, conflict.now, conflict.own)
    ]
    if choice.name in hidden:
        said = ["—", "—", "—"]
    return Change(choice.name, str(mergeable.record.label_of(choice.name)), *said)


def _said(mergeable: Mergeable, choice: Any, values: Mapping[str, Any]) -> str:
    """The values of a choice as people read them."""
    instance = mergeable.record.model()
    put_back(instance, values)
    return words(mergeable, choice, instance)


def moved(merge: Merge) -> list[tuple[str, int]]:
    """(what, how many) of the rows that came along."""
    places = {place.code: place for place in places_of(KINDS[merge.record].record)}
    counts: dict[str, int] = {}
    for each in merge.moved.all():
        if each.place in places and each.ids:
            label = called(places[each.place].model)[0]
            counts[label] = counts.get(label, 0) + len(each.ids)
    return sorted(counts.items(), key=lambda pair: -pair[1])
