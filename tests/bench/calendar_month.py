"""The month of a team of fifty among 100,000 appointments, 500 of them series (A25).

Beside what the screen needs to be read stands the statement alone that brings the month's rows.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.bench._server import servers

ALL, SERIES, PEOPLE, ROUNDS = 100_000, 500, 50, 20
LIMIT = 100
FIRST, AFTER = date(2026, 11, 1), date(2026, 12, 1)


def main() -> None:
    with servers():
        from django.db import connection

        from dangol import clock
        from modules.base.demo import companies
        from modules.calendar.models import Appointment
        from modules.calendar.queries.screen import read
        from modules.calendar.queries.window import LAYERS
        from tenants.context import inside, platform
        from tenants.people.models import User

        company, _is_new = companies.ensure_company(0, 1)
        with inside(company):
            staff = [User(email=f"p{n}@bench.example", name=f"직원 {n}") for n in range(PEOPLE)]
            User.objects.bulk_create(staff)
            made = _appointments(Random(1), [each.pk for each in staff])
            Appointment.objects.bulk_create(made, batch_size=5_000)
        with platform("bench"), connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {company.schema_name}.calendar_appointment")
        with inside(company):
            viewer = User.objects.get(role="admin")
            ours = _times(lambda: read(viewer, "month", FIRST, LAYERS))
            begin, end = clock.midnight(FIRST), clock.midnight(AFTER)
            inside_month = Appointment.objects.filter(starts_at__gte=begin, starts_at__lt=end)
            peer = _times(lambda: list(inside_month.values_list("pk", "starts_at", "title")))
    print(json.dumps({
        "name": "a month of 50 people among 100,000 appointments, ms p95",
        "ours": _p95(ours), "limit": LIMIT, "p50": round(statistics.median(ours), 1),
        "peer": _p95(peer), "peer_name": "one SELECT of the month's appointments",
        "ratio": round(statistics.median(ours) / statistics.median(peer), 1),
        "load": round(os.getloadavg()[0], 1),
    }))  # fmt: skip


def _appointments(random: Random, staff: list[Any]) -> list[Any]:
    from dangol import clock
    from dangol.ids import new_id
    from modules.calendar.models import Appointment

    first = datetime(2024, 1, 1, tzinfo=clock.KOREA)
    found = []
    for number in range(ALL):
        starts = first + timedelta(days=random.randrange(1460), hours=random.randrange(9, 18))
        found.append(
            Appointment(
                id=new_id(), title=f"회의 {number}", starts_at=starts,
                ends_at=starts + timedelta(hours=1), owner_id=random.choice(staff),
                visibility=random.choice(("company", "company", "team", "private")),
                repeat="weekly" if number < SERIES else "",
                last_on=starts.date() + timedelta(days=90) if number % 5 else None,
            )
        )  # fmt: skip
    return found


def _times(work: Callable[[], Any]) -> list[float]:
    """Milliseconds of each round, after one to warm up."""
    work()
    found = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1_000)
    return found


def _p95(values: list[float]) -> float:
    return round(statistics.quantiles(values, n=20)[-1], 1)


if __name__ == "__main__":
    main()
