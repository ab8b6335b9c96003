"""What is private stays so on every path; others see that its owner is busy and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from modules.calendar.models import Appointment
from modules.calendar.queries.window import BUSY, occurrences
from modules.calendar.records import appointment_record
from modules.calendar.services.appointments import appointments
from modules.calendar.tests.conftest import Make
from tenants.people.models import Department, User

pytestmark = pytest.mark.feature("A25")
DAY = date(2026, 11, 20)


@pytest.fixture
def secret(make: Make) -> Appointment:
    return make("2026-11-20 10:00", title="연봉 협상", visibility="private", place="별관")


def test_a_colleague_sees_when_and_whose_and_nothing_else(
    secret: Appointment, ada: User, carol: User
) -> None:
    (busy,) = occurrences(carol, DAY, DAY)
    assert (busy.layer, busy.owner, f"{busy.starts:%H:%M}") == (BUSY, ada.pk, "10:00")
    assert (busy.pk, busy.title, busy.place) == (None, "", "")


@pytest.mark.parametrize("role", ["ada", "carol"])
def test_no_path_tells_it_to_others_not_even_to_an_administrator(
    secret: Appointment, role: str, carol: User, ada: User, browse: Callable[..., Client]
) -> None:
    reader = {"ada": ada, "carol": carol}[role]
    owner = {"ada": carol, "carol": ada}[role]
    appointments.edit(secret, {"owner": owner}, "")
    client = browse(reader)
    page = reverse("calendar:appointment-page", args=[secret.pk])
    assert client.get(page).status_code == 404
    day = reverse("calendar:occurrence", args=[secret.pk, "2026-11-20"])
    assert client.get(day).status_code == 404
    paths: list[tuple[str, Any]] = [
        (reverse("calendar:schedule"), {"view": view, "day": "2026-11-20"})
        for view in ("day", "week", "month", "agenda")
    ]
    paths += [
        (reverse("calendar:appointment-list"), {}),
        (reverse("calendar:appointment-list"), {"look": "calendar"}),
        (reverse("search"), {"q": "연봉"}),
        (reverse("portal"), {}),
    ]
    for path, asked in paths:
        assert "연봉 협상" not in client.get(path, asked).content.decode(), (path, asked)


def test_those_who_take_part_see_it_and_so_does_the_owner(
    secret: Appointment, ada: User, carol: User
) -> None:
    appointments.edit(secret, {"participants": [str(carol.pk)]}, "")
    for user in (ada, carol):
        assert [each.title for each in occurrences(user, DAY, DAY)] == ["연봉 협상"]


def test_a_department_reads_what_is_open_to_it(make: Make, ada: User, carol: User) -> None:
    team = Department.objects.create(name="영업팀")
    made = make("2026-11-20 10:00", visibility="team")
    assert not appointment_record.visible_to(carol).exists()
    User.objects.filter(pk__in=[ada.pk, carol.pk]).update(department=team)
    carol.department_id = team.pk
    assert appointment_record.visible_to(carol).get() == made


def test_a_private_series_is_busy_on_each_of_its_days(make: Make, carol: User) -> None:
    make("2026-11-16 10:00", visibility="private", repeat="daily", repeat_count=5)
    found = occurrences(carol, date(2026, 11, 18), date(2026, 11, 30))
    assert [(each.layer, each.first.day) for each in found] == [(BUSY, 18), (BUSY, 19), (BUSY, 20)]
