"""The map of accounts: credit by favour, five by five, today or at the end of a month (C8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from dangol.records.filters.base import NONE
from dangol.records.types import record_of
from modules.base.filters.stood import CREDIT, FAVOUR, STOOD, rated_by, written
from modules.base.models import Account

AXES = (CREDIT, FAVOUR)
MOST = 5
"""Accounts that a cell names: the most important ones."""
ASIDE = 12
"""Those without both ratings that stand beside the map."""
HIGH, LOW = 2, 4
"""Management grades up to the one are important, from the other on not."""
HEATS = 5
VALUES = [each.value for each in Account.Credit]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which map.

    rows    the axis that runs down; the other one runs across
    day     the last day of a past month; None for today
    people  ids of the owners whose accounts are on it; () for everybody's
    query   what the address says besides, to be kept in its links
    """

    rows: str = CREDIT
    day: date | None = None
    people: Sequence[str] = ()
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> str:
        return FAVOUR if self.rows == CREDIT else CREDIT


@dataclass(frozen=True)
class Named:
    """An account in its cell; `importance` is high, low or nothing."""

    pk: Any
    name: str
    importance: str


@dataclass(frozen=True)
class Cell:
    """One of the twenty-five: its ratings, how many accounts, and the list of exactly these."""

    row: int
    column: int
    count: int
    accounts: Sequence[Named]
    address: str
    heat: int

    @property
    def more(self) -> int:
        return self.count - len(self.accounts)


@dataclass(frozen=True)
class Map:
    """What is shown; `is_hidden` where the reader's role closes a rating."""

    asked: Asked
    heads: Sequence[tuple[int, str]] = ()
    lines: Sequence[tuple[int, str, Sequence[Cell]]] = ()
    aside: Cell | None = None
    total: int = 0
    labels: tuple[str, str] = ("", "")
    is_hidden: bool = False


def read(user: Any, asked: Asked) -> Map:
    """The map of the accounts that this user sees: three statements, however many there are."""
    record = record_of(Account.record_code)
    hidden = record.hidden_from(user)
    if {*AXES, "name"} & hidden:
        return Map(asked, is_hidden=True)
    rows = record.visible_to(user)
    if asked.people:
        rows = rows.filter(owner__in=asked.people)
    names = ("credit", "favour")
    if asked.day is not None:
        rows, names = rated_by(asked.day, rows), ("then_credit", "then_favour")
    counts = {
        tuple(each[name] for name in names): each["n"]
        for each in rows.order_by().values(*names).annotate(n=Count("pk"))
    }
    known = {key: count for key, count in counts.items() if None not in key}
    drawn = _Drawn(asked, known, _most_important(rows, names, hidden))
    across, down = words(asked.columns), words(asked.rows)
    missing = sum(count for key, count in counts.items() if None in key)
    return Map(
        asked=asked,
        heads=list(across.items()),
        lines=[
            (row, word, [drawn.cell(row, column) for column in across])
            for row, word in down.items()
        ],
        aside=_aside(asked, rows, names, missing, hidden),
        total=sum(known.values()),
        labels=(str(record.label_of(asked.rows)), str(record.label_of(asked.columns))),
    )


@dataclass(frozen=True)
class _Drawn:
    """Makes cells of what was counted; keys are (credit, favour)."""

    asked: Asked
    counts: Mapping[tuple[Any, ...], int]
    named: Mapping[tuple[Any, ...], Sequence[Named]]

    def cell(self, row: int, column: int) -> Cell:
        key = (row, column) if self.asked.rows == CREDIT else (column, row)
        count = self.counts.get(key, 0)
        most = max(self.counts.values(), default=0)
        return Cell(
            row=row, column=column, count=count, accounts=self.named.get(key, ()),
            address=_list(self.asked, *key) if count else "",
            heat=-(-HEATS * count // most) if most else 0,
        )  # fmt: skip


def _most_important(
    rows: QuerySet[Any], names: tuple[str, str], hidden: Any
) -> dict[tuple[Any, ...], list[Named]]:
    """{(credit, favour): the first of them}, by grade and revenue as far as both are open."""
    place = Window(RowNumber(), partition_by=[F(name) for name in names], order_by=_order(hidden))
    rated = rows.filter(**{f"{name}__isnull": False for name in names})
    first = rated.order_by().annotate(place=place).filter(place__lte=MOST).order_by("place")
    found: dict[tuple[Any, ...], list[Named]] = {}
    for each in first.values("pk", "name", "grade", *names):
        key = tuple(each[name] for name in names)
        found.setdefault(key, []).append(_named(each, hidden))
    return found


def _order(hidden: Any) -> list[Any]:
    order: list[Any] = [] if "grade" in hidden else [F("grade").asc(nulls_last=True)]
    order += [] if "revenue" in hidden else [F("revenue").desc(nulls_last=True)]
    return [*order, F("name").asc(), F("pk").asc()]


def _named(values: Mapping[str, Any], hidden: Any) -> Named:
    grade = None if "grade" in hidden else values["grade"]
    importance = "" if grade is None else "high" if grade <= HIGH else "low" if grade >= LOW else ""
    return Named(values["pk"], values["name"], importance)


def _aside(
    asked: Asked, rows: QuerySet[Any], names: tuple[str, str], count: int, hidden: Any
) -> Cell:
    """Those that lack one of both ratings."""
    lacking = rows.filter(Q(**{names[0]: None}) | Q(**{names[1]: None}))
    found = lacking.order_by(*_order(hidden)).values("pk", "name", "grade")[:ASIDE] if count else ()
    return Cell(0, 0, count, [_named(each, hidden) for each in found], _list(asked, None, None), 0)


def _list(asked: Asked, credit: int | None, favour: int | None) -> str:
    """The list of exactly the accounts with these ratings, of the asked day and people."""
    query: list[tuple[str, str]] = [("owner", key) for key in asked.people]
    if asked.day is not None:
        query.append((STOOD, written(asked.day, credit, favour)))
    elif credit is None or favour is None:
        query.append(("where", f"any({CREDIT}={NONE},{FAVOUR}={NONE})"))
    else:
        query += [(CREDIT, str(credit)), (FAVOUR, str(favour))]
    return f"{reverse('base:account-list')}?{urlencode(query)}"


def words(axis: str) -> dict[int, str]:
    """{value: word} of an axis, best first, in the company's own words."""
    words = dict(record_of(Account.record_code).model_field(axis).flatchoices)
    return {value: str(words.get(value, Account.Credit(value).label)) for value in VALUES}
