"""People are reminded once of what begins soon."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dangol import clock
from modules.calendar.services import reminding
from modules.calendar.services.appointments import appointments
from modules.calendar.tests.conftest import NOW, Make
from tenants.notices.models import Notice
from tenants.people.models import User

pytestmark = pytest.mark.feature("A25")


def near(user: User) -> int:
    return Notice.objects.filter(user=user, kind="calendar.appointment.near").count()


def test_owner_and_participants_are_reminded_once(make: Make, ada: User, carol: User) -> None:
    make("2026-11-20 10:00", remind=30, participants=[str(carol.pk)])
    reminding.remind()
    assert near(ada) == 0
    with clock.at(NOW + timedelta(minutes=31)):
        reminding.remind()
        reminding.remind()
    assert (near(ada), near(carol)) == (1, 1)


def test_a_series_reminds_of_each_of_its_days(make: Make, ada: User) -> None:
    made = make("2026-11-20 10:00", remind=0, repeat="daily", repeat_count=2)
    for day in (20, 21, 22):
        with clock.at(datetime(2026, 11, day, 10, 1, tzinfo=clock.KOREA)):
            reminding.remind()
    made.refresh_from_db()
    assert made.remind_at is None


def test_who_is_put_down_hears_of_it_and_of_its_end(make: Make, carol: User) -> None:
    made = make("2026-11-20 10:00", participants=[str(carol.pk)])
    appointments.remove(made)
    told = set(Notice.objects.filter(user=carol).values_list("kind", flat=True))
    assert told == {"calendar.appointment.invited", "calendar.appointment.cancelled"}
