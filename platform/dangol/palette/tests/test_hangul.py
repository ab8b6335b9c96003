"""Korean words are found as they are typed (U3)."""

from __future__ import annotations

import re

import pytest

from dangol.palette import hangul

pytestmark = pytest.mark.feature("U3")


@pytest.mark.parametrize(
    ("typed", "found", "not_found"),
    [
        ("ㄱㅎㄴ", ["김하늘", "강해남", "㈜경한농산"], ["김하", "나하김"]),
        ("김ㅎ", ["김하늘", "김현"], ["김나라"]),
        ("김하느", ["김하늘", "김하는"], ["김하나"]),
        ("김한", ["김한별", "김하늘"], ["김하민"]),
        ("ㅎ", ["하늘", "ㅎㅎ상사"], ["나무"]),
        ("a.b", ["xa.by"], ["aXb"]),
        ("값", ["값진"], ["갑"]),
    ],
)
def test_a_text_means_what_it_may_become(
    typed: str, found: list[str], not_found: list[str]
) -> None:
    meant = re.compile(hangul.pattern(typed))
    assert [word for word in found if meant.search(word)] == found
    assert [word for word in not_found if meant.search(word)] == []


@pytest.mark.parametrize("typed", ["ㄱㅎㄴ", "김", "김하느", "갑", "a"])
def test_the_range_of_the_first_letter_holds_every_name_that_begins_with_the_text(
    typed: str,
) -> None:
    limits = hangul.first_range(typed)
    assert limits is not None
    low, high = limits
    syllables = [chr(code) for code in range(ord("가"), ord("힣") + 1)]
    begins = re.compile(f"^{hangul.pattern(typed[0])}" if len(typed) == 1 else f"^{typed[0]}")
    if hangul.is_initials(typed[0]):
        begins = re.compile(f"^{hangul.pattern(typed[0])}")
    missed = [s for s in syllables if begins.match(s) and not low <= s < high]
    assert missed == []


def test_only_consonants_are_initials() -> None:
    assert hangul.is_initials("ㄱㅎ ㄴ")
    assert not hangul.is_initials("ㄱㅏ")
    assert not hangul.is_initials("김ㅎ")
    assert not hangul.is_initials("  ")


def test_the_matched_letters_are_marked() -> None:
    assert hangul.spans("㈜경한농산", "ㄱㅎㄴ") == [("㈜", False), ("경한농", True), ("산", False)]
    assert hangul.spans("김하늘", "박") == [("김하늘", False)]
    assert hangul.spans("김하늘", "") == [("김하늘", False)]
