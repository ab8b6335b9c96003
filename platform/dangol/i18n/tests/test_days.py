"""Days and moments in both languages (U10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from dangol import clock
from dangol.i18n import days

pytestmark = pytest.mark.feature("U10")

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    """It is Saturday, 21 November 2026, 15:00 in Seoul."""
    with clock.at(datetime(2026, 11, 21, 6, tzinfo=UTC)):
        yield


def test_a_day_of_this_year_has_its_weekday_and_no_year() -> None:
    with translation.override("ko"):
        assert days.day(TODAY) == "11월 21일(토)"
    with translation.override("en"):
        assert days.day(TODAY) == "Sat 21 Nov"


def test_a_day_of_another_year_tells_the_year() -> None:
    with translation.override("ko"):
        assert days.day(date(2025, 11, 21)) == "2025년 11월 21일(금)"
    with translation.override("en"):
        assert days.day(date(2025, 11, 21)) == "Fri 21 Nov 2025"


@pytest.mark.parametrize(
    ("away", "korean", "english"),
    [
        (0, "오늘", "today"),
        (-1, "어제", "yesterday"),
        (1, "내일", "tomorrow"),
        (-7, "7일 전", "7 days ago"),
        (3, "3일 뒤", "in 3 days"),
        (-8, "11월 13일(금)", "Fri 13 Nov"),
        (8, "11월 29일(일)", "Sun 29 Nov"),
    ],
)
def test_a_day_up_to_a_week_away_is_told_by_its_distance(
    away: int, korean: str, english: str
) -> None:
    there = TODAY + timedelta(days=away)
    with translation.override("ko"):
        assert days.near_day(there) == korean
    with translation.override("en"):
        assert days.near_day(there) == english


def test_a_moment_is_told_in_the_zone_of_its_reader() -> None:
    late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    with translation.override("ko"):
        assert days.moment(late) == "11월 21일(토) 00:30"
        assert days.near_moment(late) == "오늘 00:30"


def test_a_month_is_told_with_its_year() -> None:
    with translation.override("ko"):
        assert days.month(TODAY) == "2026년 11월"
    with translation.override("en"):
        assert days.month(TODAY) == "November 2026"
