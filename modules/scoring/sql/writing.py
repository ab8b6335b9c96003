"""Writing the scores of a part of all customers, and what became of their stages of life."""

from __future__ import annotations

from datetime import date

from modules.scoring.rules import Rules
from modules.scoring.sql.scores import effective_grade, next_contact, scores

PLAIN = (
    "lifecycle", "lifecycle_on", "interest", "favour", "profit", "rfm", "loyalty", "loyalty_grade",
    "purchase_years", "computed_grade",
)  # fmt: skip
"""Columns that nobody but a run writes."""
WRITE = """
WITH due AS ({scores} AND c.id > %(after)s AND c.id <= %(until)s),
written AS (
  UPDATE base_customer c SET ({columns}) = ROW({values})
    FROM due d WHERE d.id = c.id AND ROW({own}) IS DISTINCT FROM ROW({values})
  RETURNING c.id),
kept AS (
  INSERT INTO scoring_stagechange (customer_id, run_id, before, before_on, after, after_on)
  SELECT d.id, %(run)s, d.was, d.was_on, d.lifecycle, d.lifecycle_on
    FROM due d JOIN written w ON w.id = d.id
   WHERE d.was <> d.lifecycle AND d.was_on IS NOT NULL
  RETURNING 1)
SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM kept)
"""
"""The grade and the day that follow from a person's choice are worked out of the row as it is when
it is written: what somebody saved a moment before is neither lost nor overwritten."""


def writing(rules: Rules, today: date) -> str:
    """The statement of a part: parameters after, until, run; answers changed and moved."""
    values = [f"d.{name}" for name in PLAIN]
    values += [effective_grade("d"), next_contact(rules, "d")]
    columns = [*PLAIN, "grade", "next_contact_on"]
    return WRITE.format(
        scores=scores(rules, today),
        columns=", ".join(columns),
        values=", ".join(values),
        own=", ".join(f"c.{name}" for name in columns),
    )
