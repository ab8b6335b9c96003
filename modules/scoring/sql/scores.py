"""Working scores out of facts, in SQL: the one place where rules become points (B15-B18, B32).

The same expressions write a whole company, foresee what a change of rules would do, and explain one
customer. Rules are whole numbers of ours, so they stand in the text; days come in ISO form.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from modules.base.models.scores import Lifecycle
from modules.base.reactions import reactions
from modules.base.services.cycle import due_sql
from modules.scoring.rules import KINDS, MOST_YEARS, STEPS, YEARS, Rules

LIMITS = {"interest": (0, 100), "favour": (-100, 100), "loyalty": (0, 100)}
SCORES = """
SELECT c.id, c.lifecycle AS was, c.lifecycle_on AS was_on, f.reactions, f.orders, f.recent_orders,
       f.recent_amount, d.first_on, d.last_on, s.lifecycle, s.r, s.f, s.m, s.interest, s.favour,
       s.loyalty, s.purchase_years, p.profit, p.rfm, p.loyalty_grade, g.points, g.computed_grade,
       CASE s.lifecycle {since} END AS lifecycle_on
  FROM base_customer c LEFT JOIN {facts} f ON f.customer_id = c.id
 CROSS JOIN LATERAL (
       SELECT (f.first_at AT TIME ZONE 'Asia/Seoul')::date AS first_on,
              (f.last_at AT TIME ZONE 'Asia/Seoul')::date AS last_on) d
 CROSS JOIN LATERAL (
       SELECT {lifecycle} AS lifecycle, {r} AS r, {f} AS f, {m} AS m, {interest} AS interest,
              {favour} AS favour, {loyalty} AS loyalty,
              CASE WHEN d.first_on IS NULL THEN ''
                   ELSE right(f.years::bit({bits})::text, {years}) END AS purchase_years) s
 CROSS JOIN LATERAL (
       SELECT {profit} AS profit, CASE WHEN d.first_on IS NULL THEN ''
                   ELSE concat(s.r, s.f, s.m) END AS rfm, {loyalty_grade} AS loyalty_grade) p
 CROSS JOIN LATERAL (SELECT {points} AS points) q
 CROSS JOIN LATERAL (SELECT q.points, {grade} AS computed_grade) g
 WHERE c.deleted_at IS NULL
"""


def scores(rules: Rules, today: date, facts: str = "scoring_fact") -> str:
    """A row of scores for each customer `c`; `facts` is a table or a statement in brackets."""
    return SCORES.format(
        facts=facts,
        lifecycle=_lifecycle(rules, today),
        since=_since(rules),
        r=_recency(rules, today),
        f=_steps("f.recent_orders", rules.frequency),
        m=_steps("f.recent_amount", rules.money),
        interest=_points(rules, "interest"),
        favour=_points(rules, "favour"),
        loyalty=_by_years(rules) if rules.loyalty_by == YEARS else _points(rules, "loyalty"),
        bits=MOST_YEARS,
        years=int(rules.years),
        profit=_profit(rules),
        loyalty_grade=_grade("s.loyalty", rules.loyalty_borders),
        points=_weighed(rules),
        grade=_grade("q.points", rules.grade_borders),
    )


def effective_grade(row: str) -> str:
    """The grade that counts: a person's before the rules'. `c` is as it stands when written."""
    own = "c.grade_is_manual AND c.grade IS NOT NULL"
    return f"(CASE WHEN {own} THEN c.grade ELSE {row}.computed_grade END)"


def next_contact(rules: Rules, row: str) -> str:
    """The day on which the next contact is due, by that grade."""
    return due_sql([days or None for days in rules.intervals], effective_grade(row))


def _month(rules_months: int) -> str:
    return f"make_interval(months => {int(rules_months)})"


def _lifecycle(rules: Rules, today: date) -> str:
    now = f"DATE '{today.isoformat()}'"
    return (
        f"CASE WHEN d.first_on IS NULL THEN {Lifecycle.PROSPECT:d}"
        f" WHEN d.last_on + {_month(rules.churned_months)} <= {now} THEN {Lifecycle.CHURNED:d}"
        f" WHEN d.last_on + {_month(rules.dormant_months)} <= {now} THEN {Lifecycle.DORMANT:d}"
        f" WHEN d.first_on + {_month(rules.new_months)} > {now} THEN {Lifecycle.NEW:d}"
        f" WHEN f.orders >= {int(rules.repeat_orders)} THEN {Lifecycle.REPEAT:d}"
        f" ELSE {Lifecycle.EXISTING:d} END"
    )


def _since(rules: Rules) -> str:
    """Since when, by the facts. Of whoever stays where they are, what stands there is kept."""
    settled = f"(d.first_on + {_month(rules.new_months)})::date"
    days = {
        Lifecycle.PROSPECT: "(c.created_at AT TIME ZONE 'Asia/Seoul')::date",
        Lifecycle.NEW: "d.first_on",
        Lifecycle.EXISTING: settled,
        Lifecycle.REPEAT: f"greatest({settled}, d.last_on)",
        Lifecycle.DORMANT: f"(d.last_on + {_month(rules.dormant_months)})::date",
        Lifecycle.CHURNED: f"(d.last_on + {_month(rules.churned_months)})::date",
    }
    kept = "c.lifecycle = s.lifecycle AND c.lifecycle_on IS NOT NULL"
    return " ".join(
        f"WHEN {stage:d} THEN CASE WHEN {kept} THEN c.lifecycle_on ELSE {day} END"
        for stage, day in days.items()
    )


def _recency(rules: Rules, today: date) -> str:
    ago = f"(DATE '{today.isoformat()}' - d.last_on)"
    whens = " ".join(
        f"WHEN {ago} <= {int(days)} THEN {STEPS - place}"
        for place, days in enumerate(rules.recency)
    )
    return f"CASE {whens} ELSE 1 END"


def _steps(value: str, borders: Sequence[int]) -> str:
    """1, and one more for each border that is reached."""
    reached = " + ".join(f"({value} >= {int(border)})::int" for border in borders)
    return f"1 + {reached}"


def _points(rules: Rules, kind: str) -> str:
    least, most = LIMITS[kind]
    place = KINDS.index(kind)
    given = {each.code: rules.given(each.code)[place] for each in reactions()}
    parts = [
        f"coalesce((f.reactions ->> '{code}')::int, 0) * ({int(points)})"
        for code, points in given.items()
        if points
    ]
    total = " + ".join(parts) or "0"
    return f"least(greatest({total}, {least}), {most})::smallint"


def _by_years(rules: Rules) -> str:
    """Years with a purchase, the later ones weighing more: of five years 1, 2, 3, 4, 5 of 15."""
    years = int(rules.years)
    whole = years * (years + 1) // 2
    parts = " + ".join(f"((f.years >> {ago}) & 1) * {years - ago}" for ago in range(years))
    return (
        "CASE WHEN d.first_on IS NULL THEN NULL"
        f" ELSE round(100.0 * ({parts}) / {whole})::smallint END"
    )


def _profit(rules: Rules) -> str:
    r, f, m = map(int, rules.rfm_weights)
    whole = (STEPS - 1) * (r + f + m)
    points = f"{r} * (s.r - 1) + {f} * (s.f - 1) + {m} * (s.m - 1)"
    return (
        "CASE WHEN d.first_on IS NULL THEN NULL"
        f" ELSE round(100.0 * ({points}) / {whole})::smallint END"
    )


def _weighed(rules: Rules) -> str:
    profit, loyalty = map(int, rules.grade_weights)
    mean = f"(p.profit * {profit} + coalesce(s.loyalty, 0) * {loyalty}) / {profit + loyalty}.0"
    return f"CASE WHEN p.profit IS NULL THEN NULL ELSE round({mean})::smallint END"


def _grade(value: str, borders: Sequence[int]) -> str:
    """1 (A+) from the first border on, 4 (C) below the last."""
    whens = " ".join(
        f"WHEN {value} >= {int(border)} THEN {place}" for place, border in enumerate(borders, 1)
    )
    return f"CASE WHEN {value} IS NULL THEN NULL {whens} ELSE {len(borders) + 1} END"
