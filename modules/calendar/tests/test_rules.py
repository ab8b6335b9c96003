"""The days of a rule, worked out for the days that are looked at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.calendar.rules import Rule

pytestmark = pytest.mark.feature("A25")


def days(rule: Rule, first: str, last: str) -> list[str]:
    between = rule.between(date.fromisoformat(first), date.fromisoformat(last))
    return [f"{day:%m-%d}" for day in between]


def test_a_weekly_rule_of_every_second_week_keeps_its_weeks_far_from_its_beginning() -> None:
    rule = Rule("weekly", date(2020, 1, 6), 2, ("MO", "WE"))
    assert days(rule, "2026-11-01", "2026-11-30") == ["11-02", "11-04", "11-16", "11-18", "11-30"]


def test_the_thirty_first_is_the_last_day_of_a_shorter_month() -> None:
    rule = Rule("monthly", date(2026, 1, 31))
    assert days(rule, "2026-02-01", "2026-05-31") == ["02-28", "03-31", "04-30", "05-31"]


def test_the_twenty_ninth_of_february_is_the_twenty_eighth_in_other_years() -> None:
    rule = Rule("yearly", date(2024, 2, 29))
    assert days(rule, "2025-01-01", "2025-12-31") == ["02-28"]
    assert days(rule, "2028-01-01", "2028-12-31") == ["02-29"]


def test_the_third_friday_and_the_last_one() -> None:
    assert days(Rule("nth", date(2026, 1, 16)), "2026-11-01", "2026-12-31") == ["11-20", "12-18"]
    assert days(Rule("nth", date(2026, 1, 30)), "2026-11-01", "2026-12-31") == ["11-27", "12-25"]


def test_a_lunar_rule_comes_on_the_same_lunar_day() -> None:
    assert days(Rule("lunar", date(2025, 1, 29)), "2026-01-01", "2027-12-31") == ["02-17", "02-07"]


def test_a_rule_without_end_is_asked_for_a_far_month_at_once() -> None:
    assert len(Rule("daily", date(1990, 1, 1)).between(date(2150, 1, 1), date(2150, 1, 31))) == 31


def test_its_last_day_ends_it_and_the_nth_time_is_found() -> None:
    rule = Rule("daily", date(2026, 11, 1), 3)
    assert rule.nth(4) == date(2026, 11, 10)
    ended = Rule("daily", date(2026, 11, 1), 3, (), date(2026, 11, 8))
    assert days(ended, "2026-11-01", "2026-12-31") == ["11-01", "11-04", "11-07"]
    assert ended.nth(4) is None


@pytest.mark.parametrize("repeat", ["daily", "weekly", "monthly", "nth", "yearly"])
@given(
    first=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    every=st.integers(1, 5),
    away=st.integers(0, 3000),
    weekdays=st.sets(st.sampled_from(["SU", "MO", "TU", "WE", "TH", "FR", "SA"])),
)
def test_beginning_near_the_window_finds_what_walking_from_the_beginning_finds(
    repeat: str, first: date, every: int, away: int, weekdays: set[str]
) -> None:
    rule = Rule(repeat, first, every, tuple(sorted(weekdays)) if repeat == "weekly" else ())
    begin = first + timedelta(days=away)
    end = begin + timedelta(days=60)
    walked = [day for day in rule.between(first, end) if day >= begin]
    assert rule.between(begin, end) == walked
