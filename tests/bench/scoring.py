"""How long scoring 1,000,000 customers by 10,000,000 orders takes (B15-B19, B32).

Three computations: the first, which writes every customer and every fact; one of the next day,
which writes those whose scores differ; and the same once more, which finds nothing to write. Beside
the first stands what the machine must do in any case, in one statement over the same tables: add up
the orders of each customer and write one number into every row. The fill goes straight into the
tables.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.bench._server import servers

LIMIT = 60
"""Seconds for a million customers and ten million orders."""
CUSTOMERS = """
INSERT INTO base_customer ({columns})
SELECT {values} FROM generate_series(1, %s) AS n
"""
ORDERS = """
INSERT INTO base_order (id, created_at, updated_at, customer_id, number, state, ordered_at, amount,
                        product, memo, custom, custom_words)
SELECT gen_random_uuid(), now(), now(), c.id, 'O-' || c.n || '-' || o.n, 'done',
       now() - make_interval(days => ((c.n * 7919 + o.n * 104729) % 1800)::int),
       10000 + (c.n * 31 + o.n * 17) % 900000, '', '', '{}', ''
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM base_customer) c,
       generate_series(1, 2 * %s) AS o(n)
 WHERE (c.n * 13 + o.n) % 2 = 0 AND c.n % 10 <> 0
"""
PEER = """
UPDATE base_customer c SET profit = o.n
  FROM (SELECT customer_id, (count(*) + sum(amount) % 1000)::int % 30000 AS n, min(ordered_at),
               max(ordered_at) FROM base_order
         WHERE deleted_at IS NULL GROUP BY customer_id) o
 WHERE o.customer_id = c.id
"""
UNSCORED = "UPDATE base_customer SET profit = NULL"


def main(customers: int = 1_000_000, orders: int = 10_000_000) -> None:
    with servers():
        from modules.base.demo import companies
        from tenants.context import inside

        company, _is_new = companies.ensure_company(0, 1)
        with inside(company):
            _fill(customers, orders)
        _tidy(company)
        with inside(company):
            peer = _timed(lambda: _executed(PEER))
            _executed(UNSCORED)
        _tidy(company)
        with inside(company):
            first, next_day, again = _days()
    print(json.dumps(_figure(customers, orders, first, next_day, again, peer)))


def _fill(customers: int, orders: int) -> None:
    """People of all letters and phones, so that every index of theirs has its work."""
    from modules.base.models import Customer

    given = {
        "id": "gen_random_uuid()",
        "created_at": "now() - make_interval(days => (n %% 1500)::int)",
        "updated_at": "now()",
        "name": "chr(44032 + (n %% 11000)::int) || chr(44032 + (n * 7 %% 11000)::int)",
        "code": "'C-' || n",
        "company_name": "'한빛' || (n %% 5000)",
        "mobile_key": "'010' || lpad(n::text, 8, '0')",
        "email_key": "'u' || n || '@example.com'",
        "custom": "'{}'::jsonb",
    }
    columns, values = [], []
    for field in Customer._meta.concrete_fields:
        value = given.get(field.column) or _usual(field)
        if value is not None:
            columns.append(f'"{field.column}"')
            values.append(value)
    statement = CUSTOMERS.format(columns=", ".join(columns), values=", ".join(values))
    _executed(statement, [customers])
    _executed(ORDERS.replace("% 1", "%% 1").replace("% 9", "%% 9").replace("% 2", "%% 2"),
              [round(orders / customers)])  # fmt: skip


def _usual(field: Any) -> str | None:
    """What a column that says nothing holds; None for one that may be empty."""
    from django.db.models import BooleanField, CharField, TextField

    if isinstance(field, BooleanField):
        return "false"
    if isinstance(field, CharField | TextField):
        return f"'{field.default if isinstance(field.default, str) else ''}'"
    return None


def _days() -> tuple[Any, Any, Any]:
    """(seconds, customers changed) of three computations."""
    from dangol import clock

    first = _computed()
    with clock.at(clock.now() + timedelta(days=1)):
        return first, _computed(), _computed()


def _computed() -> tuple[float, int]:
    from modules.scoring.services import runs

    started = time.perf_counter()
    run = runs.start(None, lambda pk: None)
    runs.work(run.pk)
    seconds = time.perf_counter() - started
    run.refresh_from_db()
    return seconds, run.changed


def _executed(statement: str, parameters: Any = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _tidy(company: Any) -> None:
    """As the server does by itself in quiet hours: no dead rows, fresh statistics."""
    from tenants.context import platform

    with platform("tidy up for a benchmark"):
        for table in ("base_customer", "base_order"):
            _executed(f"VACUUM ANALYZE {company.schema_name}.{table}")


def _figure(
    customers: int, orders: int, first: Any, next_day: Any, again: Any, peer: float
) -> dict[str, Any]:
    return {
        "name": f"scores of {customers:,} customers by {orders:,} orders, seconds",
        "ours": round(first[0], 1),
        "limit": LIMIT,
        "peer": round(peer, 1),
        "peer_name": "one aggregate of the orders and one number written into each row",
        "ratio": round(first[0] / peer, 2),
        "changed": first[1],
        "next_day": round(next_day[0], 1),
        "changed_next_day": next_day[1],
        "nothing_new": round(again[0], 1),
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
