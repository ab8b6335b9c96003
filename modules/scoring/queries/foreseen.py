"""What other rules would change, counted before they are saved (B15-B19, B32)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from dangol import clock
from modules.scoring.queries import current
from modules.scoring.rules import Rules
from modules.scoring.sql.facts import facts
from modules.scoring.sql.scores import effective_grade, next_contact, scores

POINTS = ("interest", "favour", "profit", "loyalty", "rfm", "purchase_years", "loyalty_grade")
COMPARE = """
SELECT a.lifecycle, b.lifecycle, {grade_a}, {grade_b}, {day_a} IS DISTINCT FROM {day_b},
       ROW({points_a}) IS DISTINCT FROM ROW({points_b}), count(*)
  FROM ({now}) a JOIN ({then}) b ON b.id = a.id JOIN base_customer c ON c.id = a.id
 GROUP BY 1, 2, 3, 4, 5, 6
"""
Step = tuple[Any, Any]
"""Stages or grades before and after; None for no grade."""


@dataclass
class Foreseen:
    """Customers that the rules would change.

    stages, grades  {(before, after): how many}
    days            those whose next contact would be due on another day
    points          those with another number of points
    customers       all of them, each once; `whole` is how many were looked at
    """

    stages: Counter[Step] = field(default_factory=Counter)
    grades: Counter[Step] = field(default_factory=Counter)
    days: int = 0
    points: int = 0
    customers: int = 0
    whole: int = 0


def foreseen(rules: Rules) -> Foreseen:
    """Compares these rules with those in force, over the same facts.

    Where both look back as far as the last computation did, its facts are taken; otherwise orders
    and reactions are counted for it, which takes seconds in a large company.
    """
    now, today = current.rules(), clock.today()
    parameters: list[Any] = []
    tables = ["scoring_fact", "scoring_fact"]
    if not _is_gathered(now) or not _is_gathered(rules):
        for place, each in enumerate((now, rules)):
            statement, given = facts(each, clock.now())
            tables[place] = f"({statement})"
            parameters += given
    statement = COMPARE.format(
        now=scores(now, today, tables[0]),
        then=scores(rules, today, tables[1]),
        grade_a=effective_grade("a"),
        grade_b=effective_grade("b"),
        day_a=next_contact(now, "a"),
        day_b=next_contact(rules, "b"),
        points_a=", ".join(f"a.{name}" for name in POINTS),
        points_b=", ".join(f"b.{name}" for name in POINTS),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return _counted(cursor.fetchall())


def _is_gathered(rules: Rules) -> bool:
    """Whether the kept facts are of the months that these rules ask for."""
    run = current.last_done()
    if run is None:
        return False
    kept = current.rules_of(run)
    return (kept.window, kept.rfm_months) == (rules.window, rules.rfm_months)


def _counted(rows: list[Any]) -> Foreseen:
    found = Foreseen()
    for stage, next_stage, grade, next_grade, is_moved, is_other, count in rows:
        found.whole += count
        if stage != next_stage:
            found.stages[stage, next_stage] += count
        if grade != next_grade:
            found.grades[grade, next_grade] += count
        found.days += count * is_moved
        found.points += count * is_other
        if stage != next_stage or grade != next_grade or is_moved or is_other:
            found.customers += count
    return found


def ordered(steps: Mapping[Step, int]) -> list[tuple[Step, int]]:
    """The most frequent first."""
    return sorted(steps.items(), key=lambda step: (-step[1], str(step[0])))
