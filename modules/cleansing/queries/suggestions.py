"""What is to decide, for the screen, under the reader's rights (B22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from dangol.records import Record
from dangol.records.cells import shown
from dangol.records.many.deeds import is_all_open, open_to
from dangol.registry import Text
from modules.cleansing.models import Suggestion
from modules.cleansing.rules import RULES
from modules.cleansing.types import closed_fields

PAGE = 50


@dataclass(frozen=True)
class Group:
    """A rule for one field, and how much is to decide of it."""

    rule: str
    field: str
    label: Text
    field_label: Text
    reason: Text
    count: int

    @property
    def key(self) -> str:
        return f"{self.rule}.{self.field}"


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_other` where old and new differ."""

    text: str
    is_other: bool


@dataclass(frozen=True)
class Line:
    """One suggestion as the grid shows it; `moved` are (field, text) of what goes elsewhere."""

    suggestion: Suggestion
    name: str
    address: str
    field: Text
    old: Sequence[Piece]
    new: Sequence[Piece]
    moved: Sequence[tuple[Text, str]]


def of(record: Record, user: Any) -> QuerySet[Suggestion]:
    """The open suggestions for records that the user may change."""
    rows = Suggestion.objects.filter(record=record.code, state=Suggestion.State.OPEN)
    rows = rows.exclude(field__in=closed_fields(record, user))
    if is_all_open(record, user, "edit"):
        # What lies in the trash keeps its suggestions, for it may come back.
        return rows.filter(Exists(record.rows().order_by().filter(pk=OuterRef("object_id"))))
    return rows.filter(object_id__in=open_to(record, user, "edit").order_by().values("pk"))


def groups(record: Record, user: Any) -> list[Group]:
    """Rules and fields with something to decide, in the order of the rules."""
    counted = of(record, user).order_by().values_list("rule", "field").annotate(count=Count("pk"))
    order = list(RULES)
    found = [
        Group(rule, field, RULES[rule].label, record.label_of(field), RULES[rule].reason, count)
        for rule, field, count in counted
        if rule in RULES and field in record.holds
    ]
    return sorted(
        found, key=lambda each: (order.index(each.rule), list(record.holds).index(each.field))
    )


def page(
    record: Record, user: Any, group: Group, after: UUID | None
) -> tuple[list[Line], UUID | None]:
    """(lines, id behind which the next page begins)."""
    rows = of(record, user).filter(rule=group.rule, field=group.field).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows[: PAGE + 1])
    lines = _lines(record, user, found[:PAGE])
    return lines, found[PAGE - 1].pk if len(found) > PAGE else None


def _lines(record: Record, user: Any, found: Sequence[Suggestion]) -> list[Line]:
    there = record.visible_to(user).in_bulk([each.object_id for each in found])
    return [_line(record, each, there[each.object_id]) for each in found if each.object_id in there]


def _line(record: Record, suggestion: Suggestion, instance: Any) -> Line:
    old, new = difference(suggestion.old, suggestion.new)
    return Line(
        suggestion=suggestion,
        name=shown(instance, record.title),
        address=reverse(record.url_name("page"), args=[instance.pk]),
        field=record.label_of(suggestion.field),
        old=old,
        new=new,
        moved=[
            (record.label_of(name), suggestion.wanted[name])
            for name in record.holds[suggestion.field].beside.values()
            if suggestion.wanted.get(name)
        ],
    )


def difference(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, those marked in which they differ. A letter alone in common is none."""
    before: list[Piece] = []
    after: list[Piece] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for deed, a, b, c, d in codes:
        is_other = deed != "equal" or (b - a < 2 and len(codes) > 2)
        _add(before, old[a:b], is_other)
        _add(after, new[c:d], is_other)
    return before, after


def _add(pieces: list[Piece], text: str, is_other: bool) -> None:
    if pieces and pieces[-1].is_other == is_other:
        text = pieces.pop().text + text
    if text:
        pieces.append(Piece(text, is_other))
