"""Which pairs are looked at: those that share something, never all with all (B20).

A rule is a few expressions over one row; rows with the same values make a group, and pairs are made
within groups. Each rule has a budget of pairs. Groups that would break it (everybody called 김민수)
are narrowed by a second thing that the rows share, and what is still too large is left to the
other rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import duckdb

from modules.duplicates.engine.kinds import Field, Kind, Subject

MOST_RULES = 40
NARROWED = 3
"""Ways in which groups that are too large are made smaller."""
_MARKS: dict[Kind, tuple[str, ...]] = {
    Kind.MOBILE: ("{}_tail",),
    Kind.PHONE: ("{}_tail",),
    Kind.MAIL: ("{}_whole", "CASE WHEN length({0}_local) > 4 THEN {0}_local END"),
    Kind.BUSINESS: ("{}_whole",),
    Kind.IDENTITY: ("{}_whole",),
    Kind.BIRTH: ("{}_whole",),
    Kind.ADDRESS: ("{}_whole", "{}_spot", "{}_flat"),
    Kind.PERSON: ("{}_whole",),
    Kind.COMPANY: ("{}_whole",),
}
"""What is enough for a group by itself."""
_NAMES: dict[Kind, tuple[str, ...]] = {
    Kind.PERSON: ("{}_head", "{}_given"),
    Kind.GIVEN: ("{}_whole",),
    Kind.SURNAME: ("{}_whole",),
    Kind.COMPANY: ("{}_head",),
}
_PLACES: dict[Kind, tuple[str, ...]] = {
    Kind.POSTCODE: ("{}_whole",),
    Kind.TOWN: ("{}_whole",),
    Kind.BIRTH: ("left({}_whole, 4)", "right({}_whole, 4)"),
    Kind.MOBILE: ("right({}_tail, 4)",),
    Kind.PHONE: ("right({}_tail, 4)",),
    Kind.HOUSE: ("{}_whole",),
    Kind.ADDRESS: ("{}_spot",),
}
"""Names with these, and these with house numbers, make a group together."""
_FINER: dict[Kind, tuple[str, ...]] = {
    Kind.BIRTH: ("{}_whole",),
    Kind.MOBILE: ("right({}_tail, 4)",),
    Kind.POSTCODE: ("{}_area",),
    Kind.PERSON: ("{}_head",),
    Kind.COMPANY: ("{}_head",),
    Kind.ADDRESS: ("{}_region",),
    Kind.SURNAME: ("{}_head",),
    Kind.GIVEN: ("{}_head",),
    Kind.TOWN: ("{}_head",),
    Kind.PHONE: ("right({}_tail, 4)",),
}


@dataclass(frozen=True)
class Rule:
    """Rows that share all of `parts` make a group.

    fields  names of the fields that are in it: training learns nothing of them from its pairs
    finer   what a group that is too large is narrowed by, the best first
    """

    parts: tuple[str, ...]
    fields: frozenset[str]
    finer: tuple[str, ...]


def rules_of(fields: tuple[Field, ...], subject: Subject) -> tuple[Rule, ...]:
    """The rules for the columns that are there, the surest first."""
    made: dict[tuple[str, ...], Rule] = {}
    for parts, used in (*_single(fields), *_paired(fields), *_begun(fields)):
        finer = [part for field in fields if field not in used for part in _of(_FINER, field)]
        names = frozenset(field.name for field in used)
        made.setdefault(parts, Rule(parts, names, tuple(finer[:NARROWED])))
    return tuple(made.values())[:MOST_RULES]


def _of(table: dict[Kind, tuple[str, ...]], field: Field) -> list[str]:
    return [part.format(field.slot) for part in table.get(field.kind, ())]


Made = tuple[tuple[str, ...], tuple[Field, ...]]


def _single(fields: tuple[Field, ...]) -> Iterator[Made]:
    for kind in _MARKS:
        for field in fields:
            if field.kind is kind:
                yield from (((part,), (field,)) for part in _of(_MARKS, field))


def _paired(fields: tuple[Field, ...]) -> Iterator[Made]:
    """Names with names, names with places, places with house numbers, addresses with towns."""
    names = [(part, field) for field in fields for part in _of(_NAMES, field)]
    places = [(part, field) for field in fields for part in _of(_PLACES, field)]
    houses = [pair for pair in places if pair[1].kind is Kind.HOUSE]
    for (one, first), (other, second) in (
        *combinations(names, 2),
        *((name, place) for place in places for name in names),
        *((house, place) for house in houses for place in places),
    ):
        if first != second:
            yield (one, other), (first, second)


def _begun(fields: tuple[Field, ...]) -> Iterator[Made]:
    """Beginnings of names, for names with slips behind."""
    names = [field for field in fields if field.kind in (Kind.GIVEN, Kind.SURNAME)]
    for first, second in combinations(names, 2):
        yield (f"{first.slot}_head", f"{second.slot}_head"), (first, second)


class Blocks:
    """Fills the table `pairs(a, b, rule)` from the table `cells`, rule by rule."""

    def __init__(self, con: duckdb.DuckDBPyConnection, rules: tuple[Rule, ...], budget: int):
        self.con = con
        self.rules = rules
        self.budget = max(budget // max(len(rules), 1), 1)
        con.execute("CREATE OR REPLACE TABLE pairs (a UINTEGER, b UINTEGER, rule UTINYINT)")

    def fill(self) -> Iterator[int]:
        """Makes the pairs of each rule; yields its number when it is done."""
        for number, rule in enumerate(self.rules):
            self._group(rule.parts)
            most = self._largest(self.budget)
            self._pair(number, most)
            self._narrow(number, rule, most)
            yield number

    def _group(self, parts: tuple[str, ...], among: str = "cells") -> None:
        there = " AND ".join(f"{part} IS NOT NULL" for part in parts)
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE grouped AS"
            f" SELECT hash({', '.join(parts)}) AS value, n FROM {among} WHERE {there}"
        )
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE sizes AS"
            " SELECT value, count(*) AS size FROM grouped GROUP BY value HAVING count(*) > 1"
        )

    def _largest(self, budget: int) -> int:
        """The largest size of a group with which all smaller ones together stay in the budget."""
        rows = self.con.execute(
            "SELECT size, count(*) * size * (size - 1) / 2 FROM sizes GROUP BY size ORDER BY size"
        ).fetchall()
        most = 1
        for size, pairs in rows:
            budget -= pairs
            if budget < 0:
                break
            most = size
        return most

    def _pair(self, number: int, most: int) -> None:
        self.con.execute(
            "INSERT INTO pairs WITH members AS (SELECT value, n FROM grouped JOIN sizes"
            f" USING (value) WHERE size <= {most})"
            f" SELECT x.n, y.n, {number} FROM members x JOIN members y USING (value)"
            " WHERE x.n < y.n"
        )

    def _narrow(self, number: int, rule: Rule, most: int) -> None:
        """Groups that were too large, made smaller in each of the rule's ways."""
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE crowded AS SELECT n FROM grouped JOIN sizes USING (value)"
            f" WHERE size > {most}"
        )
        if not self.con.execute("SELECT 1 FROM crowded LIMIT 1").fetchone():
            return
        for part in rule.finer:
            self._group((*rule.parts, part), "(FROM cells SEMI JOIN crowded USING (n))")
            self._pair(number, self._largest(self.budget // len(rule.finer)))
