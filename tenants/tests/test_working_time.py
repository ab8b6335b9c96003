"""Working days and working minutes: lunch, holidays, zones (P7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.holidays import Calendar, OwnDay, is_substitute, lunar_dates, public
from tenants.models import Company
from tenants.services import holidays
from tenants.working_time import (
    NoWorkingTime,
    WorkingTime,
    add_working_minutes,
    is_working_day,
    working_minutes_between,
)

pytestmark = pytest.mark.feature("P7")
SEOUL = ZoneInfo("Asia/Seoul")
OFFICE = WorkingTime(
    week=(*[(540, 1080)] * 5, None, None),
    lunch=(720, 780),
    zone=SEOUL,
    is_holiday=Calendar().is_holiday,
)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-23T09:00", "2026-11-23T18:00", 480),
        ("2026-11-23T11:50", "2026-11-23T13:10", 20),
        ("2026-11-23T12:10", "2026-11-23T12:50", 0),
        ("2026-11-20T17:00", "2026-11-23T10:00", 120),
        ("2026-11-21T00:00", "2026-11-22T23:59", 0),
        ("2026-12-24T17:00", "2026-12-28T10:00", 120),
        ("2026-11-23T18:00", "2026-11-23T09:00", 0),
    ],
)
def test_minutes_between_leave_out_lunch_nights_weekends_and_holidays(
    start: str, end: str, minutes: int
) -> None:
    assert OFFICE.minutes_between(seoul(start), seoul(end)) == minutes


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23T09:00", 480, "2026-11-23T18:00"),
        ("2026-11-23T11:30", 60, "2026-11-23T13:30"),
        ("2026-11-20T17:30", 60, "2026-11-23T09:30"),
        ("2026-11-21T10:00", 0, "2026-11-23T09:00"),
        ("2026-11-23T12:30", 0, "2026-11-23T13:00"),
        ("2026-02-13T17:00", 120, "2026-02-19T10:00"),
    ],
)
def test_added_minutes_run_only_while_the_company_works(start: str, minutes: int, end: str) -> None:
    assert OFFICE.add_minutes(seoul(start), minutes) == seoul(end)


def test_the_hours_are_meant_in_the_company_s_zone() -> None:
    new_york = WorkingTime(OFFICE.week, None, ZoneInfo("America/New_York"), lambda day: False)
    monday = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # 08:00 there
    assert new_york.add_minutes(monday, 0) == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert OFFICE.add_minutes(monday, 0) == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_a_night_that_loses_an_hour_has_one_less() -> None:
    night = WorkingTime(
        ((0, 1440),) * 7, None, ZoneInfo("America/New_York"), is_holiday=lambda day: False
    )
    start = datetime(2026, 3, 8, 0, 0, tzinfo=night.zone)
    end = datetime(2026, 3, 9, 0, 0, tzinfo=night.zone)
    assert night.minutes_between(start, end) == 23 * 60


moments = st.datetimes(
    min_value=datetime(2024, 1, 1), max_value=datetime(2030, 12, 31), timezones=st.just(SEOUL)
).map(lambda moment: moment.replace(second=0, microsecond=0))
spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda s: s[0] < s[1])
weeks = st.lists(st.one_of(st.none(), spans), min_size=7, max_size=7).filter(any)


@st.composite
def working_times(draw: st.DrawFn) -> WorkingTime:
    free = draw(st.sets(st.dates(date(2024, 1, 1), date(2031, 1, 1)), max_size=20))
    return WorkingTime(
        week=tuple(draw(weeks)),
        lunch=draw(st.one_of(st.none(), spans)),
        zone=ZoneInfo(draw(st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/New_York"]))),
        is_holiday=free.__contains__,
    )


@given(when=working_times(), start=moments, minutes=st.integers(0, 20_000))
def test_what_is_added_is_what_lies_between(
    when: WorkingTime, start: datetime, minutes: int
) -> None:
    try:
        end = when.add_minutes(start, minutes)
    except NoWorkingTime:
        return  # the lunch break took every day whole
    assert end >= start.astimezone(UTC)
    assert when.minutes_between(start, end) == minutes
    if minutes:
        assert when.minutes_between(start, end - timedelta(minutes=1)) == minutes - 1


@given(when=working_times(), stops=st.lists(moments, min_size=3, max_size=3))
def test_parts_make_the_whole(when: WorkingTime, stops: list[datetime]) -> None:
    first, middle, last = sorted(stops)
    parts = when.minutes_between(first, middle) + when.minutes_between(middle, last)
    assert parts == when.minutes_between(first, last)


def test_a_company_that_never_works_has_no_clock() -> None:
    never = WorkingTime((None,) * 7, None, SEOUL, lambda day: False)
    with pytest.raises(NoWorkingTime):
        never.add_minutes(seoul("2026-11-23T09:00"), 1)
    with pytest.raises(ValueError, match="forwards"):
        OFFICE.add_minutes(seoul("2026-11-23T09:00"), -1)


def test_korea_s_holidays_know_their_substitute_days() -> None:
    days = public(2026)
    assert date(2026, 2, 17) in days, "설날"
    assert date(2026, 3, 2) in days, "substitute for a Sunday"
    assert is_substitute(date(2026, 3, 2))
    assert not is_substitute(date(2026, 3, 1))
    assert public(1990) == {}


def test_a_lunar_day_moves_with_the_moon() -> None:
    birthday = OwnDay("창립일", "lunar", None, 12, 20)
    assert birthday.dates(2026) == [date(2026, 2, 7)]
    assert birthday.dates(2027) == [date(2027, 1, 27)]
    assert lunar_dates(2026, 1, 1) == [date(2026, 2, 17)]


def test_a_leap_day_is_off_in_leap_years_only() -> None:
    leap = OwnDay("윤일", "solar", None, 2, 29)
    assert leap.dates(2028) == [date(2028, 2, 29)]
    assert leap.dates(2027) == []


def test_the_company_s_own_days_and_worked_holidays_count(inside_hanbit: Company) -> None:
    founding, children = date(2026, 11, 24), date(2026, 5, 5)
    assert is_working_day(founding)
    assert not is_working_day(children)
    holidays.add(name="창립기념일", day=founding, repeat="solar")
    holidays.work_on(children, works=True)
    assert not is_working_day(founding)
    assert is_working_day(children)
    start = seoul("2026-11-23T17:00")
    assert add_working_minutes(start, 120) == seoul("2026-11-25T10:00")
    assert working_minutes_between(start, seoul("2026-11-25T10:00")) == 120
