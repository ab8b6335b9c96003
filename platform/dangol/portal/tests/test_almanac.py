"""Lunar dates and holidays of single days."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from dangol.portal import almanac

pytestmark = pytest.mark.feature("A4")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 25), "음력 8월 15일"),
        (date(2026, 2, 17), "음력 1월 1일"),
        (date(2025, 7, 25), "음력 윤6월 1일"),
    ],
)
def test_a_day_has_its_lunar_date(day: date, words: str) -> None:
    with translation.override("ko"):
        assert almanac.lunar(day) == words


def test_a_day_beyond_the_calendar_has_none() -> None:
    assert almanac.lunar(date(2999, 1, 1)) == ""


def test_a_holiday_is_named_in_the_reader_s_language() -> None:
    with translation.override("ko"):
        assert almanac.holiday(date(2026, 9, 25)) == "추석"
        assert almanac.holiday(date(2026, 9, 28)) == ""
    with translation.override("en"):
        assert almanac.holiday(date(2026, 9, 25)) == "Chuseok"
