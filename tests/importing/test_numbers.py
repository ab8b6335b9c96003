"""The numbers that stand for the rows of a file so far (U5)."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.imports.numbers import Numbers

pytestmark = pytest.mark.feature("U5")
HASHES = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(HASHES), st.lists(HASHES))
def test_it_holds_what_was_added_and_nothing_else(added: list[int], others: list[int]) -> None:
    numbers = Numbers()
    for number in added:
        numbers.add(number)
    one = {number or 1 for number in added}
    assert len(numbers) == len(one)
    assert all(number in numbers for number in added)
    assert [number in numbers for number in others] == [(number or 1) in one for number in others]


def test_numbers_with_the_same_low_bits_stand_beside_each_other() -> None:
    numbers = Numbers()
    alike = [7 + (number << 40) for number in range(3_000)]
    for number in alike[::2]:
        numbers.add(number)
    assert [number in numbers for number in alike] == [True, False] * 1_500


def test_a_hundred_thousand_take_less_than_three_megabytes() -> None:
    tracemalloc.start()
    numbers = Numbers()
    for number in range(100_000):
        numbers.add(hash(("mobile", str(number))))
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(numbers) == 100_000
    assert kept < 2_500_000
    assert peak < 3_500_000
