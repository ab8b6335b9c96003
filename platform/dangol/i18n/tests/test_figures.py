"""Money, counts and grouped numbers as Koreans write them (U10)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dangol.i18n import figures

pytestmark = pytest.mark.feature("U10")


def test_won_has_its_sign_in_front_and_groups_of_three() -> None:
    assert figures.won(1_234_567) == "₩1,234,567"
    assert figures.won(0) == "₩0"


def test_the_minus_of_won_stands_before_the_sign() -> None:
    assert figures.won(-396_500) == "−₩396,500"


def test_a_missing_value_is_a_dash() -> None:
    assert figures.won(None) == "—"
    assert figures.number(None) == "—"


def test_counts_are_grouped() -> None:
    assert figures.number(12_480) == "12,480"
    assert figures.number(-5_000) == "−5,000"
    assert figures.number(Decimal("1234.5")) == "1,234.5"


def test_a_share_is_rounded_half_up() -> None:
    assert figures.percent(1, 8) == "12.5%"
    assert figures.percent(5, 10_000) == "0.1%"
    assert figures.percent(28_004, 43_864) == "63.8%"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert figures.percent(0, 0) == "—"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("01004821937", "010-0482-1937"),
        ("+821012345678", "010-1234-5678"),
        ("0212345678", "02-1234-5678"),
        ("0311234567", "031-123-4567"),
        ("15881234", "1588-1234"),
        ("+14155552671", "+1 415-555-2671"),
    ],
)
def test_telephone_numbers_are_grouped(typed: str, written: str) -> None:
    assert figures.phone(typed) == written


@pytest.mark.parametrize("typed", ["내선 214", "12", ""])
def test_what_is_no_number_stays_as_it_was_typed(typed: str) -> None:
    assert figures.phone(typed) == typed


def test_business_numbers_are_grouped() -> None:
    assert figures.business_number("2208162517") == "220-81-62517"
    assert figures.business_number("220-81-62517") == "220-81-62517"
    assert figures.business_number("123") == "123"
