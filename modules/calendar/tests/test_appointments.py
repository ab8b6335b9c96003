"""Making appointments and series, and changing one day of them, those that follow, or all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dangol import clock
from dangol.errors import RuleBroken
from modules.calendar.models import Appointment
from modules.calendar.queries.window import occurrences
from modules.calendar.services import moving, series
from modules.calendar.services.appointments import appointments
from modules.calendar.tests.conftest import Make
from tenants.people.models import User

pytestmark = pytest.mark.feature("A25")
FIRST, LAST = date(2026, 11, 15), date(2026, 12, 31)


def seen(user: User, first: date = FIRST, last: date = LAST) -> list[str]:
    return [f"{each.starts:%m-%d %H:%M} {each.title}" for each in occurrences(user, first, last)]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.KOREA)


def test_an_appointment_without_an_end_lasts_an_hour(make: Make) -> None:
    assert make("2026-11-20 10:00").lasts == timedelta(hours=1)


def test_what_ends_before_it_begins_is_refused_with_its_field(make: Make) -> None:
    with pytest.raises(RuleBroken) as broken:
        make("2026-11-20 10:00", "2026-11-20 09:00")
    assert broken.value.field == "ends_at"


def test_a_whole_day_covers_its_days_whatever_the_times(make: Make, ada: User) -> None:
    made = make("2026-11-20 10:00", "2026-11-22 09:00", is_all_day=True)
    assert timezone.localtime(made.starts_at).hour == 0
    assert [(each.first, each.last) for each in occurrences(ada, FIRST, LAST)] == [
        (date(2026, 11, 20), date(2026, 11, 22))
    ]


def test_what_ends_at_midnight_does_not_reach_the_next_day(make: Make, ada: User) -> None:
    make("2026-11-20 22:00", "2026-11-21 00:00")
    assert occurrences(ada, FIRST, LAST)[0].last == date(2026, 11, 20)


def test_a_series_begins_on_a_day_of_its_rule(make: Make) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", weekdays="MO,WE")
    assert f"{timezone.localtime(made.starts_at):%m-%d %H:%M}" == "11-23 10:00"


def test_a_series_ends_after_so_many_times(make: Make, ada: User) -> None:
    make("2026-11-20 10:00", repeat="weekly", repeat_count=3)
    assert seen(ada) == ["11-20 10:00 회의", "11-27 10:00 회의", "12-04 10:00 회의"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"repeat_until": date(2026, 11, 1)}, "repeat_until"),
        ({"repeat_until": date(2026, 12, 1), "repeat_count": 3}, "repeat_count"),
        ({"every": 0}, "every"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(make: Make, values: Any, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        make("2026-11-20 10:00", repeat="daily", **values)
    assert broken.value.field == field


def test_one_day_of_a_series_is_changed_and_the_others_stay(make: Make, ada: User) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=3)
    series.change(made, date(2026, 11, 27), {"title": "미룬 회의"}, series.ONE)
    assert seen(ada) == ["11-20 10:00 회의", "11-27 10:00 미룬 회의", "12-04 10:00 회의"]


def test_this_and_following_makes_two_series_of_one(make: Make, ada: User) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=4)
    later = {"starts_at": moment("2026-12-04 15:00"), "ends_at": moment("2026-12-04 16:00")}
    series.change(made, date(2026, 12, 4), later, series.FOLLOWING)
    assert seen(ada) == [
        "11-20 10:00 회의", "11-27 10:00 회의", "12-04 15:00 회의", "12-11 15:00 회의",
    ]  # fmt: skip


def test_all_of_a_series_move_by_as_much_as_the_one_and_left_out_days_with_them(
    make: Make, ada: User
) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=4)
    series.remove(made, date(2026, 12, 4), series.ONE)
    to = {"starts_at": moment("2026-11-28 10:00"), "ends_at": moment("2026-11-28 11:00")}
    series.change(made, date(2026, 11, 27), to, series.ALL)
    assert seen(ada) == ["11-21 10:00 회의", "11-28 10:00 회의", "12-12 10:00 회의"]


@pytest.mark.parametrize(("which", "left"), [("one", 3), ("following", 1), ("all", 0)])
def test_removing_is_taken_back(make: Make, ada: User, which: str, left: int) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=4)
    kept = series.remove(made, date(2026, 11, 27), which)
    assert len(seen(ada)) == left
    series.put_back(made, kept)
    assert len(seen(ada)) == 4


def test_a_day_that_the_series_does_not_have_is_refused(make: Make) -> None:
    made = make("2026-11-20 10:00", repeat="weekly")
    with pytest.raises(RuleBroken):
        series.change(made, date(2026, 11, 21), {"title": "x"}, series.ONE)


def test_single_days_lie_in_the_trash_with_their_series_and_come_back(
    make: Make, ada: User
) -> None:
    made = make("2026-11-20 10:00", repeat="weekly", repeat_count=2)
    series.change(made, date(2026, 11, 27), {"title": "다른 날"}, series.ONE)
    appointments.remove(made)
    assert seen(ada) == []
    appointments.restore(made)
    assert seen(ada) == ["11-20 10:00 회의", "11-27 10:00 다른 날"]


def test_a_drag_is_taken_back_unless_something_was_done_since(make: Make, ada: User) -> None:
    made = make("2026-11-20 10:00")
    to = moment("2026-11-21 10:00")
    moved, kept = moving.move(made, None, to, to + timedelta(hours=1), is_all_day=False)
    assert seen(ada) == ["11-21 10:00 회의"]
    moving.take_back(moved, kept)
    assert seen(ada) == ["11-20 10:00 회의"]
    with pytest.raises(RuleBroken):
        moving.take_back(moved, kept)


def test_a_dragged_day_of_a_series_goes_back_to_its_series(make: Make, ada: User) -> None:
    made = make("2026-11-20 10:00", repeat="daily", repeat_count=3)
    to = moment("2026-11-21 15:00")
    _single, kept = moving.move(made, date(2026, 11, 21), to, to, is_all_day=False)
    assert "11-21 15:00 회의" in seen(ada)
    moving.take_back(made, kept)
    assert seen(ada) == [f"11-{day} 10:00 회의" for day in (20, 21, 22)]


def test_a_series_without_end_costs_no_more_than_another(make: Make, ada: User) -> None:
    make("2000-01-01 10:00", repeat="daily")
    assert len(occurrences(ada, date(2120, 1, 1), date(2120, 1, 31))) == 31
    assert Appointment.objects.count() == 1
