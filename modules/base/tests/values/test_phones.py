"""Phone numbers: old mobiles, areas, two numbers in one field (B22)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.base.values import phones

pytestmark = pytest.mark.feature("B22")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0112001234", "01052001234"),
        ("0118991234", "01038991234"),
        ("01117121234", "01071121234"),
        ("01190001234", "01090001234"),
        ("01195001234", "01085001234"),
        ("0164991234", "01034991234"),
        ("01690001234", "01070001234"),
        ("01695001234", "01095001234"),
        ("0175001234", "01045001234"),
        ("0185001234", "01065001234"),
        ("0192341234", "01022341234"),
        ("01995001234", "01075001234"),
        ("01617001234", ""),
        ("01012345678", ""),
        ("0212345678", ""),
        ("", ""),
    ],
)
def test_an_old_mobile_is_found_under_the_number_it_became(old: str, new: str) -> None:
    assert phones.renewed(old) == new


@given(st.sampled_from(phones.RENEWED), st.data())
def test_every_old_number_becomes_a_mobile_of_today(
    rule: tuple[str, int, int, int], data: st.DataObject
) -> None:
    prefix, first, last, _added = rule
    exchange = data.draw(st.integers(first, last))
    new = phones.renewed(f"{prefix}{exchange}1234")
    assert phones.mobile(new)[1] == new
    assert len(new) == 11
    assert new.endswith("1234")
    assert phones.key(f"{prefix}-{exchange}-1234") == phones.key(new)


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("02-123-4567/8", ("02-123-4567", "02-123-4568")),
        ("02-123-4567~69", ("02-123-4567", "02-123-4569")),
        ("02-123-4567, 010-1234-5678", ("02-123-4567", "010-1234-5678")),
        ("02)123-4567 / 031)123-4567", ("02-123-4567", "031-123-4567")),
        ("02-123-4567 내선 3", ("02-123-4567 내선 3",)),
        ("02 - 123 - 4567", ("02-123-4567",)),
        ("02-123-4567/모름", ()),
        ("모름", ()),
        ("", ()),
    ],
)
def test_two_numbers_in_one_field_are_told_apart(written: str, numbers: tuple[str, ...]) -> None:
    assert phones.several(written) == numbers


@pytest.mark.parametrize("written", ["02-123-4567/8", "02-123-4567, 010-1234-5678"])
def test_two_numbers_are_never_taken_for_one(written: str) -> None:
    with pytest.raises(ValueError, match="phone_form"):
        phones.phone(written)
    assert next(each for each in phones.mended(written) if "/" not in each and "," not in each)


def test_spellings_of_one_number_have_one_key() -> None:
    spellings = ("02-123-4567", "+82 2 123 4567", "02)123-4567 (내선 7)", "０２－１２３－４５６７")
    assert {phones.key(text) for text in spellings} == {"021234567"}
    assert phones.key("011-9500-1234") == phones.key("010-8500-1234")


def test_an_area_code_tells_a_province_and_a_mobile_none() -> None:
    assert phones.area("02-123-4567") == "서울"
    assert phones.area("031-123-4567") == "경기"
    assert phones.area("010-1234-5678") == ""
