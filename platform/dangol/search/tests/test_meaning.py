"""What a text means, without a database (U8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.search import jamo
from dangol.search.meaning import marks, meaning, plain
from dangol.search.tests import oracle

pytestmark = pytest.mark.feature("U8")

SYLLABLES = "김하늘느한나학값갑사고과곡빛비츠가까각강ㄱㅎㄴ"
TEXTS = st.text(f"{SYLLABLES}abK3 -.字😀", max_size=9)
TYPED = st.text(f"{SYLLABLES}aabkK33 -.%_'字😀", max_size=7)


def test_the_letters_that_match_are_marked() -> None:
    assert marks("㈜경한농산", "ㄱㅎㄴ") == [("㈜", False), ("경한농", True), ("산", False)]
    assert marks("김하늘", "박") == [("김하늘", False)]
    assert marks("한빛 전자", "한빛전") == [("한빛 전", True), ("자", False)]
    assert marks("Kim Haneul", "kim han") == [
        ("Kim", True), (" ", False), ("Han", True), ("eul", False)
    ]  # fmt: skip


def test_only_consonants_are_initials() -> None:
    assert meaning("ㄱㅎ ㄴ").is_initials
    assert meaning("ㄳ").is_initials
    assert not meaning("ㄱㅏ").is_initials
    assert not meaning("김ㅎ").is_initials
    assert not meaning("  ").is_initials


@given(typed=TYPED.filter(lambda text: bool(meaning(text))), name=TEXTS)
def test_titles_that_begin_with_a_text_stand_within_its_limits(typed: str, name: str) -> None:
    """But for lone consonants in a title, which are no syllables."""
    meant = meaning(typed)
    low, high = meant.limits
    word, text = meant.words[0], plain(name)
    is_open = word.is_open and len(word.parts) == 1
    first = text[: len(word.parts[0])]
    if oracle.matches(text, 0, word.parts[0], is_open) and not set(first) & set(jamo.INITIALS):
        assert low <= text < high


def test_a_finished_word_does_not_grow() -> None:
    assert meaning("하").place_in("한빛") == 0
    assert meaning("하 빛").place_in("한빛") is None
    assert meaning("ㅅ ㄱㄱ").place_in("새 고객") == 0
    assert meaning("고객 ㅅ").place_in("새 고객") == 0
