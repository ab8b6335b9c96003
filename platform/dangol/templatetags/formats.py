"""Filters that write money, counts, days and numbers as their readers do.

None gives a dash, so that a template needs no guard: `{{ invoice.total|won }}`. So does "", which
is what Django makes of a name behind None: `{{ account.available|won }}` without an account.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django import template

from dangol.i18n import days, figures

register = template.Library()


@register.filter
def won(amount: int | Literal[""] | None) -> str:
    """₩1,234,567"""
    return figures.won(None if amount == "" else amount)


@register.filter
def number(count: int | Decimal | Literal[""] | None) -> str:
    """12,480"""
    return figures.number(None if count == "" else count)


@register.filter
def percent_of(part: int, whole: int) -> str:
    """`{{ done|percent_of:total }}` gives 63.8%"""
    return figures.percent(part, whole)


@register.filter
def share_of(part: int, whole: int) -> str:
    """The same as a bare number for widths of meters: 63.800; "0" for none draws nothing."""
    return f"{part * 100 / whole:.3f}" if part and whole else "0"


@register.filter
def phone(value: str | None) -> str:
    """010-1234-5678"""
    return figures.phone(value) if value else figures.NOTHING


@register.filter
def business_number(value: str | None) -> str:
    """220-81-62517"""
    return figures.business_number(value) if value else figures.NOTHING


@register.filter
def day(value: date | datetime | None) -> str:
    """11월 21일(토)"""
    return days.day(value) if value else figures.NOTHING


@register.filter
def full_day(value: date | datetime | None) -> str:
    """2026년 11월 21일(토)"""
    return days.full_day(value) if value else figures.NOTHING


@register.filter
def near_day(value: date | datetime | None) -> str:
    """오늘, 3일 전, then as `day`"""
    return days.near_day(value) if value else figures.NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """11월 21일(토) 14:05"""
    return days.moment(value) if value else figures.NOTHING


@register.filter
def near_moment(value: datetime | None) -> str:
    """오늘 14:05"""
    return days.near_moment(value) if value else figures.NOTHING


@register.filter
def month(value: date | None) -> str:
    """2026년 11월"""
    return days.month(value) if value else figures.NOTHING


@register.filter
def dash(value: object) -> object:
    """The value, or a dash when there is none."""
    return figures.NOTHING if value is None or value == "" else value
