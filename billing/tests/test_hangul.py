"""Amounts in Korean words, read back by one who knows nothing of how they are written (Q5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.hangul import in_words

pytestmark = pytest.mark.feature("Q5")

DIGITS = {word: value for value, word in enumerate("영일이삼사오육칠팔구")}
SMALL = {"십": 10, "백": 100, "천": 1_000}
LARGE = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}


def read(words: str) -> int:
    """The number that a Korean hears."""
    total = group = digit = 0
    for syllable in words:
        if syllable in DIGITS:
            digit = DIGITS[syllable]
        elif syllable in SMALL:
            group += (digit or 1) * SMALL[syllable]
            digit = 0
        else:
            total += (group + digit or 1) * LARGE[syllable]
            group = digit = 0
    return total + group + digit


@pytest.mark.parametrize(
    ("won", "words"),
    [
        (0, "영"),
        (1, "일"),
        (10, "십"),
        (11, "십일"),
        (10_000, "일만"),
        (110_000, "십일만"),
        (2_185_094, "이백십팔만오천구십사"),
        (100_000_001, "일억일"),
        (999_999_999_999_999, "구백구십구조구천구백구십구억구천구백구십구만구천구백구십구"),
    ],
)
def test_amounts_are_written_as_they_are_spoken(won: int, words: str) -> None:
    assert in_words(won) == words


@given(st.integers(min_value=0, max_value=10**20 - 1))
def test_what_is_written_is_read_back_as_the_same_amount(won: int) -> None:
    assert read(in_words(won)) == won


@given(st.integers(min_value=1, max_value=10**15))
def test_a_credit_says_so_in_front(won: int) -> None:
    assert in_words(-won) == f"마이너스 {in_words(won)}"


@given(st.integers(min_value=0, max_value=10**16), st.integers(min_value=0, max_value=10**16))
def test_two_amounts_never_share_their_words(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)
