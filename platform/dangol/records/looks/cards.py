"""One record as a card of a board, as HTML (U1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from dangol.records.cells import NO_VALUE, drawn, mark, shown
from dangol.records.declaration import Record
from dangol.records.edits.in_place import version_of
from dangol.records.parts import Board, Column

SIZE_OF_MARK = 20


@dataclass(frozen=True, kw_only=True)
class Face:
    """What stands on the cards of a board, and where: columns that the user may see.

    query  of the list's address, which a card's page leads back to
    """

    record: Record
    board: Board
    beside: Sequence[Column]
    below: Sequence[Column]
    foot: Sequence[Column]
    money: Column | None
    query: str
    may_move: bool


def face_of(
    record: Record, board: Board, columns: Sequence[Column], query: str, *, may_move: bool
) -> Face:
    """The face of a board's cards, from its declaration, or from what a phone shows."""
    others = [each for each in columns if each.name not in (record.title, board.field)]
    by_name = {each.name: each for each in others}
    money = by_name.get(board.money) or next((each for each in others if each.total), None)
    named = [by_name[name] for name in board.card if name in by_name]
    placed = [("sub" if place == 0 else "end", each) for place, each in enumerate(named)] or [
        (each.phone, each) for each in others if each.phone and each != money
    ]
    return Face(
        record=record,
        board=board,
        beside=[each for where, each in placed if where == "mark"],
        below=[each for where, each in placed if where == "sub"],
        foot=[each for where, each in placed if where in ("end", "end-sub")],
        money=money,
        query=query,
        may_move=may_move,
    )


def cards(face: Face, rows: Sequence[Any], first: int = 0) -> list[SafeString]:
    """The cards of some records; `first` of the list stand before them."""
    return [card(face, row, first + number) for number, row in enumerate(rows, start=1)]


def card(face: Face, row: Any, number: int = 0) -> SafeString:
    """One card: its name leads to the record's page."""
    record = face.record
    name = shown(row, record.title)
    tail = f"?{urlencode({'list': face.query})}" if face.query else ""
    page = f"{reverse(record.url_name('page'), args=[row.pk])}{tail}"
    targets = face.board.targets(row) if face.may_move else ()
    return format_html(
        '<li class="board-card" data-pk="{}" data-version="{}" data-number="{}"{}>'
        '<div class="card-top"><a class="row-link" href="{}" title="{}">{}'
        '<span class="ellipsis">{}</span></a>{}</div>{}{}</li>',
        row.pk,
        version_of(record, row),
        number,
        _targets(targets),
        page,
        name,
        mark(name, SIZE_OF_MARK, person=record.person) if record.person else "",
        name or "—",
        _cells("beside-name", face.beside, row),
        _cells("card-sub", face.below, row),
        _foot(face, row),
    )


def _targets(targets: Collection[str] | None) -> SafeString:
    """Where the card may be moved; said only where that is not everywhere."""
    if targets is None:
        return SafeString()
    return format_html(' data-targets="{}"', " ".join(targets))


def _cells(kind: str, columns: Sequence[Column], row: Any) -> SafeString:
    """The filled cells in one piece; "" where nothing stands in any."""
    filled = [(conditional_escape(html),) for html in _filled(columns, row)]
    if not filled:
        return SafeString()
    return format_html(
        '<div class="{}">{}</div>', kind, format_html_join("", "<span>{}</span>", filled)
    )


def _filled(columns: Sequence[Column], row: Any) -> list[str]:
    return [html for each in columns if (html := drawn(row, each)) != NO_VALUE]


def _foot(face: Face, row: Any) -> SafeString:
    money = "".join(_filled([face.money], row)) if face.money else ""
    ends = _cells("card-end", face.foot, row)
    if not money and not ends:
        return SafeString()
    return format_html(
        '<div class="card-foot"><strong class="num">{}</strong>{}</div>', money, ends
    )
