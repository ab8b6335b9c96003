"""Marks that stand for a name (U10)."""

from __future__ import annotations

import pytest

from dangol.templatetags.people import hue, initial

pytestmark = pytest.mark.feature("U10")


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("김하늘", "김"),
        ("㈜한빛물산", "한"),
        ("(주) 다온상사", "다"),
        ("주식회사 누리정밀", "누"),
        ("dain", "D"),
        ("  ", "?"),
        (None, "?"),
    ],
)
def test_the_first_letter_skips_the_legal_form(name: str | None, letter: str) -> None:
    assert initial(name) == letter


def test_a_name_always_has_the_same_hue_and_names_differ() -> None:
    names = ["김하늘", "이수진", "박지안", "최민호", "정하윤", "강지후", "윤소라", "임재현"]
    hues = [hue(name) for name in names]
    assert hues == [hue(name) for name in names]
    assert all(0 <= degrees < 360 for degrees in hues)
    assert len(set(hues)) > 3
