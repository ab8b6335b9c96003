"""The month of a team of fifty among a hundred thousand appointments."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from random import Random
from time import thread_time
from typing import Any

import pytest
from django.db import connection

from dangol import clock
from dangol.ids import new_id
from modules.calendar.models import Appointment
from modules.calendar.queries.screen import read
from modules.calendar.queries.window import LAYERS
from tenants.models import Company
from tenants.people.models import User

ALL, SERIES = 100_000, 500
LIMIT = 0.1
"""Seconds of this process, its waits for the database left out: what else the machine does is no
matter of the code. What the database does is told by the number of rows that it looks at."""


def rows(random: Random, staff: list[Any]) -> list[Appointment]:
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


@pytest.mark.feature("A25")
def test_a_month_takes_a_tenth_of_a_second(inside_hanbit: Company, ada: User) -> None:
    random = Random(1)
    staff = [User(email=f"p{n}@hanbit.example", name=f"직원 {n}") for n in range(50)]
    User.objects.bulk_create(staff)
    Appointment.objects.bulk_create(rows(random, [each.pk for each in staff]), batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calendar_appointment")
    read(ada, "month", date(2026, 10, 1), LAYERS)
    times = []
    for _round in range(12):
        begin = thread_time()
        screen = read(ada, "month", date(2026, 11, 1), LAYERS)
        times.append(thread_time() - begin)
    assert screen.count > 1_500
    assert min(times) < LIMIT, json.dumps([round(each, 3) for each in times])
