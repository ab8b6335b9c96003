"""What somebody has that can be handed over: counts, which views narrow it, why the rest stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.db.models import QuerySet

from dangol.records import Record
from dangol.records.lists.listing import OWN
from dangol.records.lists.selection import read_selection
from dangol.records.passing import Passing
from dangol.records.saved.offered import offered_views
from dangol.registry import Text
from tenants.queries import desk

EVERYTHING = "all"


@dataclass(frozen=True)
class Line:
    """One thing that passes: all that the giver has, and how much of it passes.

    views  (code, label) of the views by which it can be narrowed
    """

    record: Record
    passing: Passing
    has: int
    passes: int
    views: Sequence[tuple[str, str]]

    @property
    def code(self) -> str:
        return code_of(self.record, self.passing)

    @property
    def label(self) -> Text:
        return self.passing.label or self.record.plural

    @property
    def stays(self) -> int:
        return self.has - self.passes


def code_of(record: Record, passing: Passing) -> str:
    return f"{record.code} {passing.code}"


def passings() -> Iterator[tuple[Record, Passing]]:
    """Everything that can pass from one person to another, in the order of the modules."""
    for record in desk.records().values():
        for passing in record.passings:
            yield record, passing


def found(code: str) -> tuple[Record, Passing] | None:
    """The type and its passing with this code; None when a module has gone."""
    pairs = (pair for pair in passings() if code_of(*pair) == code)
    return next(pairs, None)


def of_giver(record: Record, passing: Passing, user: Any, giver: UUID) -> QuerySet[Any]:
    """What the giver has, as far as this user may see it."""
    rows: QuerySet[Any] = record.visible_to(user).order_by()
    return rows.filter(**{passing.field: giver})


def passing_rows(
    record: Record, passing: Passing, user: Any, giver: UUID, query: str = ""
) -> QuerySet[Any]:
    """Of these those that pass, narrowed by the query of a view; RuleBroken for a wrong one."""
    rows = of_giver(record, passing, user, giver).filter(passing.rows())
    if not query:
        return rows
    return read_selection(record, user, parse_qs(query), also=OWN, strict=True).of(rows)


def lines(user: Any, giver: UUID) -> list[Line]:
    """What the giver has at all, type by type."""
    every = []
    for record, passing in passings():
        has = of_giver(record, passing, user, giver).count()
        if has:
            passes = passing_rows(record, passing, user, giver).count()
            every.append(Line(record, passing, has, passes, _views(record, user)))
    return every


def _views(record: Record, user: Any) -> list[tuple[str, str]]:
    return [(each.code, each.label) for each in offered_views(record, user)]


def query_of(record: Record, user: Any, view: str) -> tuple[str, str]:
    """(query, label) of a view that the user finds; ("", "") for everything."""
    if view in ("", EVERYTHING):
        return "", ""
    pill = next((each for each in offered_views(record, user) if each.code == view), None)
    return (pill.query, pill.label) if pill else ("", "")
