"""`{% holiday_days %}`: the public holidays that date pickers paint red (U10)."""

from __future__ import annotations

from functools import lru_cache

import holidays
from django import template
from django.utils.translation import get_language

from dangol import clock

register = template.Library()


@register.simple_tag
def holiday_days() -> str:
    """From last year to the year after next: "2026-01-01 New Year's Day|2026-02-17 …"."""
    language = "ko" if get_language() == "ko" else "en_US"
    return _written(clock.today().year, language)


@lru_cache(maxsize=4)
def _written(year: int, language: str) -> str:
    years = range(year - 1, year + 3)
    days = holidays.country_holidays("KR", years=years, language=language)
    return "|".join(f"{day:%Y-%m-%d} {name}" for day, name in sorted(days.items()))
