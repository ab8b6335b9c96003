"""A list as a board: columns with count and sum, and the first cards of each (U1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from dangol import access
from dangol.i18n import figures
from dangol.records import types
from dangol.records.cells import mark
from dangol.records.declaration import Record
from dangol.records.edits.in_place import editable
from dangol.records.filters.look import BY
from dangol.records.lists.listing import AFTER, COUNT_CAP, Listing, read_order, with_relations
from dangol.records.lists.paging import read_page, read_place
from dangol.records.lists.totals import SUM, Summed, written
from dangol.records.looks.cards import Face, cards, face_of
from dangol.records.looks.grouped import IN, within
from dangol.records.looks.heads import SIZE_OF_MARK
from dangol.records.looks.kinds import Level
from dangol.records.looks.levels import level_of, levels_for, open_fields
from dangol.records.looks.lines import Line
from dangol.records.looks.tallies import Tally, capped_tallies, merged, tallies
from dangol.records.parts import Board

MOST_CHOICES = 12
"""Choices of a field that has a board without being declared."""
MOST_COLUMNS = 30
FIRST_CARDS = 25
"""Cards of a column that come with the page, and with each further asking."""
FOLDED = "folded"
"""Name under which a view's folded columns are kept: {"by": field, "keys": [...]}."""


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One column of a board.

    tone    kind of the dot before its word; `mark` of the person or record it stands for
    more    parameters that its next cards are asked with; `left` how many those are, in words
    """

    key: str
    words: str
    tone: str
    mark: str
    count: int
    shown_count: str
    money: str
    is_folded: bool
    cards: list[SafeString]
    more: str = ""
    left: str = ""


@dataclass(frozen=True, kw_only=True)
class BoardLook:
    """The board, the fields it could be by, and whether cards may be moved on it."""

    field: str
    label: str
    lanes: list[Lane]
    others: list[Line]
    may_move: bool


def boards_for(record: Record, user: Any) -> dict[str, Board]:
    """{field: board} that this user may open: those declared first."""
    seen = set(open_fields(record, user))
    found = {each.field: each for each in record.boards if each.field in seen}
    for level in levels_for(record, user):
        is_short = level.kind == "choice" and len(level.field.flatchoices) <= MOST_CHOICES
        if is_short or _leads_to_people(level):
            found.setdefault(level.name, Board(field=level.name))
    return found


def _leads_to_people(level: Level) -> bool:
    """People are few; other records, such as customers, may be a million columns."""
    related: Any = level.field.related_model
    return level.kind == "relation" and types.of_model(related) is None


def may_move(record: Record, user: Any, board: Board) -> bool:
    """Whether the user may move cards: writing the field is open to them."""
    if not access.user_can(user, record.permission("edit")):
        return False
    if board.move is not None:
        return board.field not in {*record.hidden_from(user), *record.locked_for(user)}
    return board.field in editable(record, user)


def read_board(listing: Listing, user: Any, board: Board, own: Mapping[str, Any]) -> BoardLook:
    """The board of the list's selection; `own` is what the user has set for this view."""
    record, level = listing.record, _level(listing.record, board)
    face = face_for(listing, user, board)
    folded = _folded(own, board.field)
    found = {each.values[0]: each for each in _counts(listing, user, level, face)}
    lanes, first = [], 0
    for value, words in _columns(record, level, found):
        tally = found.get(value) or Tally((value,), 0)
        lane = _lane(face, level, tally, words, folded)
        if lane.count and not lane.is_folded:
            lane = with_cards(listing, user, face, lane, first=first)
        first += lane.count
        lanes.append(lane)
    boards = boards_for(record, user)
    others = [
        Line(
            words=str(record.label_of(name)),
            address=listing.address({BY: name}),
            is_on=name == board.field,
        )
        for name in boards
    ]
    return BoardLook(
        field=board.field, label=level.label, lanes=lanes, others=others, may_move=face.may_move
    )


def face_for(listing: Listing, user: Any, board: Board) -> Face:
    """What stands on the board's cards for this user."""
    record = listing.record
    return face_of(
        record, board, record.columns_for(user), listing.query,
        may_move=may_move(record, user, board),
    )  # fmt: skip


def with_cards(
    listing: Listing, user: Any, face: Face, lane: Lane, *, after: str = "", first: int = 0
) -> Lane:
    """The column with its next cards, in the list's own order; `first` stand before them."""
    record = listing.record
    order, _sort = read_order(record, user, listing.parameters, [])
    rows: QuerySet[Any] = listing.selection.of(record.visible_to(user))
    rows = rows.filter(within([_level(record, face.board)], lane.key))
    rows = with_relations(record, record.columns_for(user), rows)
    page = read_page(record.listed(rows), order, FIRST_CARDS, after=read_place(order, after))
    drawn = cards(face, page.rows, first)
    if not page.after:
        return replace(lane, cards=drawn)
    left = max(0, lane.count - len(drawn))
    asked = {
        BY: face.board.field, IN: lane.key, AFTER: page.after,
        "left": str(left), "first": str(first + len(drawn)),
    }  # fmt: skip
    return replace(
        lane,
        cards=drawn,
        more=listing.address(asked),
        left=figures.number(left) if left else "",
    )


def lanes_now(listing: Listing, user: Any, board: Board, keys: Collection[str]) -> list[Lane]:
    """Heads of some columns as they are now, without cards."""
    level, face = _level(listing.record, board), face_for(listing, user, board)
    found = {level.key(each.values[0]): each for each in _counts(listing, user, level, face)}
    return [
        _lane(face, level, found.get(key) or Tally((level.value(key),), 0), "", frozenset())
        for key in keys
    ]


def _level(record: Record, board: Board) -> Level:
    level = level_of(record, board.field)
    if level is None:
        raise TypeError(f"{record.code} has no board by {board.field}.")
    return level


def _counts(listing: Listing, user: Any, level: Level, face: Face) -> list[Tally]:
    """How many cards each column has, and what their money comes to."""
    record = listing.record
    rows = listing.selection.of(record.visible_to(user))
    if listing.is_capped:
        found = capped_tallies(rows, record.visible_to(None), level, (), COUNT_CAP)
        if found is not None:
            return merged(found)
    return merged(tallies(rows, [level], [face.money.name] if face.money else []))


def _columns(record: Record, level: Level, found: Mapping[Any, Tally]) -> list[tuple[Any, str]]:
    """(value, words) of the columns: every choice, and of many records those that have cards."""
    values = level.candidates(record.visible_to(None), MOST_CHOICES)
    if values is None:
        values = sorted(found, key=lambda value: -found[value].count)[:MOST_COLUMNS]
    else:  # a code that is offered no more may still have cards
        values = list(dict.fromkeys([*values, *(value for value in found if value is not None)]))
    names = level.names(values)
    return [(value, names[value]) for value in level.in_order(values, names)]


def _lane(face: Face, level: Level, tally: Tally, words: str, folded: Collection[str]) -> Lane:
    value = tally.values[0]
    key = level.key(value)
    summed = tally.sums.get(face.money.name) if face.money else None
    money = ""
    if face.money and not tally.is_capped:
        money = written(face.record, face.money.name, (summed or Summed()).value(SUM), SUM)
    is_record = level.kind == "relation" and value is not None
    return Lane(
        key=key,
        words=words,
        tone=face.board.tones.get(key, ""),
        mark=mark(words, SIZE_OF_MARK) if is_record else "",
        count=tally.count,
        shown_count=figures.at_least(tally.count, is_over=tally.is_capped),
        money=money,
        is_folded=key in folded,
        cards=[],
    )


def _folded(own: Mapping[str, Any], field: str) -> frozenset[str]:
    kept = own.get(FOLDED)
    if not isinstance(kept, dict) or kept.get("by") != field:
        return frozenset()
    return frozenset(key for key in kept.get("keys", ()) if isinstance(key, str))
