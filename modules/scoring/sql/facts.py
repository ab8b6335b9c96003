"""Counting what scores are made of: orders and reactions of every customer, once each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

from dangol import clock
from modules.base.models import Order
from modules.base.reactions import reactions
from modules.scoring.months import moved
from modules.scoring.rules import MOST_YEARS, Rules

Statement: TypeAlias = tuple[str, list[Any]]
"""SQL and its parameters."""
COLUMNS = (
    "customer_id", "first_at", "last_at", "orders", "recent_orders", "recent_amount", "years",
    "reactions",
)  # fmt: skip
VOID = (Order.State.CANCELLED, Order.State.RETURNED)
"""Orders of which nothing is left; a company's own states count as sold."""
ORDERS = """
SELECT o.customer_id, min(o.ordered_at) AS first_at, max(o.ordered_at) AS last_at,
       count(*)::int AS orders,
       (count(*) FILTER (WHERE o.ordered_at >= %s))::int AS recent_orders,
       coalesce(sum(o.amount) FILTER (WHERE o.ordered_at >= %s), 0)::bigint AS recent_amount,
       bit_or(1 << ({most} - width_bucket(o.ordered_at, %s::timestamptz[])))
           & ((1 << {most}) - 1) AS years
  FROM base_order o
 WHERE o.deleted_at IS NULL AND o.state <> ALL(%s) AND o.ordered_at <= %s
 GROUP BY o.customer_id
"""
REACTIONS = """
SELECT customer_id, jsonb_object_agg(code, n) AS reactions
  FROM ({parts}) AS deeds(customer_id, n, code) GROUP BY customer_id
"""
BOTH = """
SELECT customer_id, o.first_at, o.last_at, coalesce(o.orders, 0) AS orders,
       coalesce(o.recent_orders, 0) AS recent_orders,
       coalesce(o.recent_amount, 0) AS recent_amount, coalesce(o.years, 0) AS years,
       coalesce(r.reactions, '{{}}'::jsonb) AS reactions
  FROM ({orders}) o FULL JOIN ({reactions}) r USING (customer_id)
"""
NO_REACTIONS = "SELECT NULL::uuid AS customer_id, '{}'::jsonb AS reactions WHERE false"
GATHER = """
WITH found AS MATERIALIZED ({facts}),
gone AS (DELETE FROM scoring_fact f
          WHERE NOT EXISTS (SELECT FROM found n WHERE n.customer_id = f.customer_id))
INSERT INTO scoring_fact AS f ({columns}) SELECT {columns} FROM found
    ON CONFLICT (customer_id) DO UPDATE SET ({values}) = ROW({excluded})
 WHERE ROW({own}) IS DISTINCT FROM ROW({excluded})
"""


def facts(rules: Rules, at: datetime) -> Statement:
    """The facts of all customers as of a moment, with the columns of `Fact`."""
    orders, first = _orders(rules, at)
    deeds, second = _reactions(rules, at)
    return BOTH.format(orders=orders, reactions=deeds), [*first, *second]


def gathering(rules: Rules, at: datetime) -> Statement:
    """Writes them into `Fact`: new ones, those that differ, and those that are gone."""
    found, parameters = facts(rules, at)
    values = COLUMNS[1:]
    statement = GATHER.format(
        facts=found,
        columns=", ".join(COLUMNS),
        values=", ".join(values),
        excluded=", ".join(f"EXCLUDED.{name}" for name in values),
        own=", ".join(f"f.{name}" for name in values),
    )
    return statement, parameters


def _orders(rules: Rules, at: datetime) -> Statement:
    since = moved(at, -rules.rfm_months)
    this = at.astimezone(clock.KOREA).year
    starts = [
        datetime(year, 1, 1, tzinfo=clock.KOREA) for year in range(this - MOST_YEARS + 1, this + 1)
    ]
    return ORDERS.format(most=MOST_YEARS), [since, since, starts, list(VOID), at]


def _reactions(rules: Rules, at: datetime) -> Statement:
    """Each kind counts its own; kinds without points are counted too, and told as such."""
    since = moved(at, -rules.window)
    parts: list[str] = []
    parameters: list[Any] = []
    for each in reactions():
        counted, given = each.counted(since, at).query.sql_with_params()
        parts.append(f"SELECT *, '{each.code}' FROM ({counted}) AS one")
        parameters += given
    if not parts:
        return NO_REACTIONS, []
    return REACTIONS.format(parts=" UNION ALL ".join(parts)), parameters
