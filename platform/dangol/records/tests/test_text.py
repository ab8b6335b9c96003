"""Text that is stored: visible characters, composed Hangul, no resident number."""

from __future__ import annotations

import unicodedata

import pytest

from dangol.errors import RuleBroken
from dangol.records.text import (
    clean_line,
    clean_paragraph,
    mask_resident_numbers,
    refuse_resident_number,
    resident_numbers,
)

pytestmark = pytest.mark.feature("V2")


def number(front: str, back: str) -> str:
    """A made-up number with the check digit that belongs to it; `back` has six digits."""
    digits = [int(digit) for digit in front + back]
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    start = 13 if back[0] in "5678" else 11
    return f"{front}-{back}{(start - rest) % 10}"


CITIZEN = number("800517", "123456")
FOREIGNER = number("751103", "523456")


@pytest.mark.parametrize(
    "text",
    [
        CITIZEN,
        CITIZEN.replace("-", ""),
        CITIZEN.replace("-", " "),
        CITIZEN.replace("-", " - "),
        CITIZEN.replace("-", "–"),
        f"번호는 {CITIZEN}입니다",
        FOREIGNER,
        FOREIGNER.replace("-", ""),
        CITIZEN.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)}),
        "201103-3999999",
        "2011033999999",
        "800517-1234560",
    ],
    ids=lambda text: ascii(text),
)
def test_a_resident_number_is_refused_in_every_spelling(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        refuse_resident_number(text, field="memo")
    assert refusal.value.field == "memo"


@pytest.mark.parametrize(
    "text",
    [
        "010-1234-5678",
        "8801234567893",  # a bar code that begins like a birthday
        "801332-1234567",  # there is no 32nd of the 13th month
        "110111-0123459",  # a company registration number
        "2026-11-22 1234567",
        "9780001234567890123",
        "주문 20261122-001",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert list(resident_numbers(text)) == []


def test_masking_keeps_the_text_around_and_counts() -> None:
    masked, count = mask_resident_numbers(
        f"김하늘,{CITIZEN},서울\n이바다,{FOREIGNER.replace('-', '')},부산"
    )
    assert masked == "김하늘,800517-*******,서울\n이바다,751103-*******,부산"
    assert count == 2


def test_a_number_is_found_though_invisible_characters_stand_in_it() -> None:
    hidden = CITIZEN[:4] + "\u200b" + CITIZEN[4:9] + "\u2060" + CITIZEN[9:]
    with pytest.raises(RuleBroken):
        refuse_resident_number(clean_line(hidden))


def test_hangul_in_pieces_is_composed() -> None:
    assert clean_line(unicodedata.normalize("NFD", "김하늘")) == "김하늘"


def test_invisible_and_control_characters_vanish() -> None:
    assert clean_line(" 김\u200b하\ufeff늘\x00\u202e ") == "김하늘"


def test_a_line_has_no_line_ends_and_a_paragraph_keeps_its_own() -> None:
    assert clean_line("첫째\r\n둘째\t셋째") == "첫째 둘째 셋째"
    assert clean_paragraph("첫째\r\n둘째\t셋째\u2028넷째") == "첫째\n둘째 셋째\n넷째"


@pytest.mark.parametrize("sign", ["👨\u200d👩\u200d👧", "❤\ufe0f\u200d🔥", "🏳\ufe0f\u200d🌈"])
def test_signs_that_are_made_of_several_stay_whole(sign: str) -> None:
    assert clean_line(f"김하늘 {sign}\u200b") == f"김하늘 {sign}"
    assert clean_line("김\u200d하늘\ufe0f") == "김하늘", (
        "between letters they are nothing but hidden"
    )
