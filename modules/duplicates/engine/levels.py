"""How far two fields agree: the levels of each kind, and what is believed of them before any data.

`m` is the share of the level among pairs that are one, `u` among pairs of strangers: beliefs that
training moves as far as a file's rows bear it (`training`). Nothing is said where a field is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from modules.duplicates.engine.kinds import Kind
from modules.duplicates.engine.measures import (
    Alike,
    Crossed,
    Edits,
    Either,
    Grown,
    Measure,
    Same,
    Slip,
    Unlike,
)

UNKNOWN = -1
"""The level of a field that says nothing: empty on one side, or written in two systems."""
SAME = 0


@dataclass(frozen=True)
class Level:
    """One level of agreement.

    code     same, slip, alike and so on: screens have words for it
    measure  None for the last: everything else
    m, u     beliefs about pairs that are one, and about strangers
    """

    code: str
    measure: Measure | None
    m: float
    u: float


@dataclass(frozen=True)
class Comparison:
    """The levels of a kind.

    levels   the best first; `same` counts by how rare the value is: 남궁솔 says more than 김민수
    unknown  when two values cannot be compared although both are there
    before   number of the level before which that is asked
    """

    levels: tuple[Level, ...]
    unknown: Unlike | None = None
    before: int = 1


def _other(m: float, u: float) -> Level:
    return Level("other", None, m, u)


COMPARISONS: dict[Kind, Comparison] = {
    Kind.PERSON: Comparison((
        Level("same", Same(), 0.80, 1e-4),
        Level("slip", Slip(), 0.08, 6e-4),
        Level("part", Grown(5), 0.04, 1e-4),
        Level("alike", Alike(0.9), 0.02, 4e-3),
        Level("near", Alike(0.78), 0.03, 3e-2),
        _other(0.03, 0.965),
    )),
    Kind.GIVEN: Comparison((
        Level("same", Same(), 0.75, 4e-3),
        Level("slip", Slip(), 0.10, 2e-3),
        Level("alike", Alike(0.88), 0.05, 6e-3),
        Level("near", Alike(0.70), 0.04, 3e-2),
        _other(0.06, 0.958),
    )),
    Kind.SURNAME: Comparison((
        Level("same", Same(), 0.80, 1e-2),
        Level("slip", Slip(), 0.08, 3e-3),
        Level("alike", Alike(0.88), 0.04, 5e-3),
        Level("near", Alike(0.70), 0.03, 3e-2),
        _other(0.05, 0.952),
    )),
    Kind.COMPANY: Comparison((
        Level("same", Same(), 0.75, 5e-4),
        Level("slip", Edits(2, shortest=8), 0.08, 5e-4),
        Level("part", Grown(6), 0.05, 5e-4),
        Level("alike", Alike(0.9), 0.02, 5e-3),
        Level("near", Alike(0.8), 0.03, 3e-2),
        _other(0.07, 0.964),
    )),
    Kind.MOBILE: Comparison((
        Level("same", Same(), 0.75, 2e-6),
        Level("tail", Same("tail"), 0.06, 1e-6),
        Level("slip", Slip("tail"), 0.05, 1e-5),
        _other(0.14, 0.99998),
    )),
    Kind.PHONE: Comparison((
        Level("same", Same(), 0.72, 2e-5),
        Level("tail", Same("tail"), 0.03, 3e-6),
        Level("slip", Slip("tail"), 0.05, 3e-5),
        _other(0.20, 0.99994),
    )),
    Kind.MAIL: Comparison((
        Level("same", Same(), 0.72, 2e-6),
        Level("slip", Slip(), 0.06, 2e-6),
        Level("local", Same("local"), 0.05, 1e-4),
        Level("near", Edits(2, shortest=10), 0.01, 2e-5),
        _other(0.16, 0.9998),
    )),
    Kind.BUSINESS: Comparison((
        Level("same", Same(), 0.90, 2e-6),
        Level("slip", Slip(), 0.05, 1e-6),
        _other(0.05, 0.999997),
    )),
    Kind.IDENTITY: Comparison((
        Level("same", Same(), 0.85, 2e-6),
        Level("slip", Slip(), 0.08, 2e-6),
        Level("near", Edits(2, shortest=6), 0.02, 1e-4),
        _other(0.05, 0.9999),
    )),
    Kind.BIRTH: Comparison((
        Level("same", Same(), 0.85, 6e-5),
        Level("slip", Either((Slip(), Crossed("whole", "turned"))), 0.08, 1e-3),
        Level("near", Edits(2, shortest=8), 0.03, 2e-2),
        _other(0.04, 0.979),
    )),
    Kind.POSTCODE: Comparison((
        Level("same", Same(), 0.75, 1e-3),
        Level("slip", Slip(), 0.07, 3e-3),
        Level("area", Same("area"), 0.05, 1e-2),
        _other(0.13, 0.986),
    ), unknown=Unlike("form")),
    Kind.ADDRESS: Comparison((
        Level("same", Same(), 0.65, 5e-5),
        Level("spot", Same("spot"), 0.09, 2e-4),
        Level("flat", Same("flat"), 0.04, 2e-5),
        Level("alike", Alike(0.9), 0.10, 4e-3),
        Level("near", Alike(0.75), 0.04, 2e-2),
        _other(0.08, 0.976),
    ), unknown=Unlike("form"), before=3),
    Kind.TOWN: Comparison((
        Level("same", Same(), 0.80, 5e-3),
        Level("alike", Alike(0.9), 0.08, 2e-3),
        Level("near", Alike(0.75), 0.03, 2e-2),
        _other(0.09, 0.973),
    )),
    Kind.HOUSE: Comparison((
        Level("same", Same(), 0.80, 1e-2),
        Level("slip", Slip(), 0.10, 1e-1),
        _other(0.10, 0.89),
    )),
    Kind.TEXT: Comparison((
        Level("same", Same(), 0.80, 2e-2),
        Level("alike", Alike(0.9), 0.05, 1e-2),
        _other(0.15, 0.97),
    )),
}  # fmt: skip


def level_sql(kind: Kind, slot: str) -> str:
    """The number of the level of the rows `a` and `b`, UNKNOWN where the field says nothing."""
    comparison = COMPARISONS[kind]
    cases = [f"WHEN a.{slot}_whole IS NULL OR b.{slot}_whole IS NULL THEN {UNKNOWN}"]
    for number, level in enumerate(comparison.levels):
        if number == comparison.before and comparison.unknown:
            cases.append(f"WHEN {comparison.unknown.sql(slot)} THEN {UNKNOWN}")
        if level.measure:
            cases.append(f"WHEN {level.measure.sql(slot)} THEN {number}")
    return f"CASE {' '.join(cases)} ELSE {len(comparison.levels) - 1} END::TINYINT"


def level_of(kind: Kind, a: dict[str, str], b: dict[str, str]) -> int:
    """The same of two cleaned fields."""
    if not a["whole"] or not b["whole"]:
        return UNKNOWN
    comparison = COMPARISONS[kind]
    for number, level in enumerate(comparison.levels):
        if number == comparison.before and comparison.unknown and comparison.unknown.holds(a, b):
            return UNKNOWN
        if level.measure is None or level.measure.holds(a, b):
            return number
    return len(comparison.levels) - 1
