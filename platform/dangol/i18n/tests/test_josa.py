"""Particles follow the sound of the word before them (U10)."""

from __future__ import annotations

import pytest

from dangol.errors import RuleBroken
from dangol.i18n.josa import josa, settled, with_josa

pytestmark = pytest.mark.feature("U10")


@pytest.mark.parametrize(
    ("word", "pair", "written"),
    [
        ("고객", "이/가", "고객이"),
        ("회사", "이/가", "회사가"),
        ("캠페인", "을/를", "캠페인을"),
        ("문자", "을/를", "문자를"),
        ("단골", "은/는", "단골은"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        ("대구", "으로/로", "대구로"),
    ],
)
def test_the_final_consonant_of_the_last_syllable_decides(
    word: str, pair: str, written: str
) -> None:
    assert with_josa(word, pair) == written


@pytest.mark.parametrize(
    ("word", "particle"),
    [("7", "을"), ("2", "를"), ("10", "을"), ("1,000", "을"), ("10,000", "을"), ("3명", "을")],
)
def test_numbers_are_read_aloud(word: str, particle: str) -> None:
    assert josa(word, "을/를") == particle


@pytest.mark.parametrize(
    ("number", "particle"), [("1", "로"), ("3", "으로"), ("100", "으로"), ("2", "로")]
)
def test_ro_follows_the_sound_l_and_vowels_in_numbers_too(number: str, particle: str) -> None:
    assert josa(number, "으로/로") == particle


@pytest.mark.parametrize(
    ("word", "particle"),
    [
        ("CRM", "이"),
        ("SMS", "가"),
        ("mail", "이"),
        ("CSV", "가"),
        ("plan", "이"),
        ("Marketing", "이"),
    ],
)
def test_latin_words_end_as_they_are_read_in_korean(word: str, particle: str) -> None:
    assert josa(word, "이/가") == particle


def test_quotes_and_brackets_after_the_word_are_passed_over() -> None:
    assert with_josa("‘감사 쿠폰’", "을/를") == "‘감사 쿠폰’을"


def test_a_word_typed_as_single_letters_counts_like_its_syllables() -> None:
    assert josa("\u1112\u1161\u11ab", "은/는") == "은"


@pytest.mark.parametrize("word", ["", "★", "顧客"])
def test_both_forms_are_written_where_the_sound_is_unknown(word: str) -> None:
    assert josa(word, "을/를") == "을(를)"


@pytest.mark.parametrize(
    ("sentence", "settled_one"),
    [
        ("등급 항목을 “A”(으)로 바꿨어요.", "등급 항목을 “A”로 바꿨어요."),
        ("다른 기록이 “UNQ-1”을(를) 쓰고 있어요.", "다른 기록이 “UNQ-1”을 쓰고 있어요."),
        ("“서울”(으)로는 묶을 수 없어요.", "“서울”로는 묶을 수 없어요."),
        ("“김”이(가) 속한 “회사”은(는) 있어요.", "“김”이 속한 “회사”는 있어요."),
        ("“顧客”(으)로 바꿨어요.", "“顧客”(으)로 바꿨어요."),
        ("(선택) 아무것도 바뀌지 않아요.", "(선택) 아무것도 바뀌지 않아요."),
    ],
)
def test_a_sentence_with_both_forms_takes_the_fitting_one(sentence: str, settled_one: str) -> None:
    assert settled(sentence) == settled_one


def test_refusals_are_told_with_fitting_particles() -> None:
    assert str(RuleBroken("taken", "“나무”은(는) 이미 있어요.")) == "“나무”는 이미 있어요."


def test_something_that_is_no_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="을/를"):
        josa("고객", "을")
