"""What the tests of the calendar begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from dangol import clock
from modules.calendar.models import Appointment
from modules.calendar.services.appointments import appointments
from tenants.models import Company
from tenants.people.models import User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=clock.KOREA)
"""A Friday."""
Make = Callable[..., Appointment]


@pytest.fixture(autouse=True)
def friday(inside_hanbit: Company) -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def make(inside_hanbit: Company, ada: User) -> Make:
    """`make("2026-11-20 10:00", "2026-11-20 11:00", title="…")`: an appointment, Ada's at first."""

    def made(starts: str, ends: str = "", **values: Any) -> Appointment:
        times = {
            "starts_at": datetime.fromisoformat(starts).replace(tzinfo=clock.KOREA),
            "ends_at": datetime.fromisoformat(ends).replace(tzinfo=clock.KOREA) if ends else None,
        }
        found: Appointment = appointments.create({"title": "회의", "owner": ada, **times, **values})
        return found

    return made
