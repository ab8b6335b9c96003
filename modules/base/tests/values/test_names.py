"""Names of people, whatever was written around them (B22)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.base.values import names
from modules.base.values.names import Name

pytestmark = pytest.mark.feature("B22")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("홍길동", Name("홍길동")),
        ("홍 길 동", Name("홍길동")),
        ("김 하늘", Name("김하늘")),
        ("남궁 민", Name("남궁민")),
        ("  김하늘  ", Name("김하늘")),
        ("홍길동 부장님", Name("홍길동", title="부장")),
        ("홍길동부장", Name("홍길동", title="부장")),
        ("홍길동 대표이사", Name("홍길동", title="대표이사")),
        ("김하늘 팀장 귀하", Name("김하늘", title="팀장")),
        ("오 대리", Name("오", title="대리")),
        ("홍길동님", Name("홍길동")),
        ("김하늘 씨", Name("김하늘")),
        ("홍길동(洪吉東)", Name("홍길동", characters="洪吉東")),
        ("홍길동 ( 洪吉東 ) 과장", Name("홍길동", title="과장", characters="洪吉東")),
        ("(주)한빛 홍길동 부장", Name("홍길동", title="부장", company="(주)한빛")),
        ("㈜ 한빛 홍길동", Name("홍길동", company="(주)한빛")),
        ("홍길동 (주)한빛", Name("홍길동", company="(주)한빛")),
        ("㈜한빛", Name("(주)한빛", company="(주)한빛")),
        ("Ｋｉｍ  Ｈａ", Name("Kim Ha")),
    ],
)
def test_what_stands_around_a_name_is_taken_apart(written: str, found: Name) -> None:
    assert names.parse(written) == found


@pytest.mark.parametrize(
    "name",
    ["김이사", "정대표", "박사", "김예님", "이사랑", "한빛 물산", "Kim, Ha-neul", "洪吉東", "가"],
)
def test_what_may_be_a_name_as_it_stands_is_left_alone(name: str) -> None:
    assert names.standard(name) == name


def test_a_firm_in_the_place_of_a_person_is_told() -> None:
    assert names.is_company("주식회사 한빛")
    assert not names.is_company("(주)한빛 홍길동")


def test_spellings_of_one_name_have_one_key() -> None:
    spellings = (
        "김하늘",
        "김 하늘",
        "김 하 늘",
        "김하늘 부장님",
        "김하늘(金하늘)",
        "㈜한빛 김하늘",
    )
    assert {names.key(text) for text in spellings[:4]} == {"김하늘"}
    assert names.key("KIM Ha-Neul") == names.key("kim haneul")


@given(st.text(max_size=60) | st.text("김이박남궁하늘님부장대표주식회사(주)漢字 ", max_size=60))
def test_a_name_never_becomes_empty_and_the_house_s_spelling_is_its_own(text: str) -> None:
    name = names.standard(text)
    assert bool(name) == bool(text.strip())
    assert names.standard(name) == name


def test_a_name_of_sixty_letters_stays_whole() -> None:
    long = "아" * 60
    assert names.standard(long) == long
    many = " ".join(["남궁"] * 20)
    assert names.standard(many) == many
