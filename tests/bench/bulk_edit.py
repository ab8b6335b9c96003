"""How quickly a field of a million customers is changed so that it can be undone (U1, U4).

Beside it one plain UPDATE of the same rows, which writes the same journal by itself: no part of its
own, no rights, nothing to go on with after a kill. The run changes the grade of everybody, then
undoes it; the plain statement does the same the other way round. Both turn by turn, from the same
state of the table; the medians are told.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

from tests.bench._server import servers

LIMIT = 0.4
"""Share of the plain statement's speed that is to be reached."""
ROUNDS = 3
PLAIN = """
WITH written AS (
  UPDATE base_customer SET grade = %s, updated_at = now()
   WHERE deleted_at IS NULL AND grade IS DISTINCT FROM %s
  RETURNING base_customer.id, jsonb_build_object('grade', old.grade) AS before)
INSERT INTO journal_change (run_id, object_id, before, after, at)
SELECT %s, id, before, jsonb_build_object('grade', %s::int), now() FROM written
"""


def main(rows: int = 1_000_000, rounds: int = ROUNDS) -> None:
    with servers():
        from modules.base.demo import companies
        from modules.base.demo.filling import Size
        from tenants.context import inside

        company, _is_new = companies.ensure_company(0, 1)
        companies.fill(company, Size(rows, 0), seed=1, as_of=_today())
        ours: list[float] = []
        back: list[float] = []
        peer: list[float] = []
        for turn in range(rounds):
            for each in (_run, _plain) if turn % 2 else (_plain, _run):
                _even(company)
                with inside(company):
                    changed, *undone = each(rows)
                (ours if undone else peer).append(changed)
                back += undone
    print(json.dumps(_figure(rows, ours, back, peer), ensure_ascii=False))


def _figure(rows: int, ours: list[float], back: list[float], peer: list[float]) -> dict[str, Any]:
    mine, other = rows / statistics.median(ours), rows / statistics.median(peer)
    return {
        "name": f"change of one field in {rows:,} customers, undoable, rows a second",
        "ours": round(mine),
        "peer": round(other),
        "peer_name": "one UPDATE that writes the same journal",
        "ratio": round(mine / other, 2),
        "limit": LIMIT,
        "undone_a_second": round(rows / statistics.median(back)),
        "load": round(os.getloadavg()[0], 1),
    }


def _run(rows: int) -> list[float]:
    """Seconds of the run, and of undoing it."""
    from dangol.records.many import runs as many
    from dangol.records.many.deeds import to_set, value_form
    from modules.base.records import customer_record
    from tenants.journal.services import runs
    from tenants.people.models import User

    user = User.objects.prefetch_related("licences", "access_roles").get(role="admin")
    form = value_form(customer_record, user, "grade", {"grade": "1"})
    form.is_valid()
    seconds = []
    started = time.perf_counter()
    course = many.runs().begin(
        customer_record, user, to_set(customer_record, "grade", form.values())
    )
    runs.work(course.code)
    seconds.append(time.perf_counter() - started)
    _check(course.code, rows)
    started = time.perf_counter()
    undoing = many.runs().undo(customer_record, user, course.code)
    runs.work(undoing.code)
    seconds.append(time.perf_counter() - started)
    _check(undoing.code, rows)
    return seconds


def _check(code: Any, rows: int) -> None:
    from tenants.journal.models import Change

    if Change.objects.filter(run=code).count() != rows:
        raise SystemExit("Not every row was changed.")


def _plain(rows: int) -> list[float]:
    from django.db import connection, transaction

    from tenants.journal.models import Run

    run = Run.objects.create(record="base.customer", deed="change", verb="edit")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PLAIN, [1, 1, run.pk, 1])
    seconds = time.perf_counter() - started
    _check(run.pk, rows)
    return [seconds]


def _even(company: Any) -> None:
    """The state that every turn begins from: all rows alike, no journal, no dead rows.

    The tables' owner tidies up, as the server does by itself in quiet hours.
    """
    from django.db import connection

    from tenants.context import platform

    schema = company.schema_name
    with platform("tidy up for a benchmark"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {schema}.journal_run CASCADE")
        cursor.execute(
            f"UPDATE {schema}.base_customer SET grade = 2 WHERE grade IS DISTINCT FROM 2"
        )
        for table in ("base_customer", "journal_change", "journal_run"):
            cursor.execute(f"VACUUM ANALYZE {schema}.{table}")


def _today() -> Any:
    from dangol import clock

    return clock.today()


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
