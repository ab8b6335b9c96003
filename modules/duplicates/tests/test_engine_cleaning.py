"""What is compared of a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.duplicates.engine.cleaning import PARTS, cleaned
from modules.duplicates.engine.hangul import keys, plain
from modules.duplicates.engine.heads import guessed, recognised
from modules.duplicates.engine.kinds import Kind

pytestmark = pytest.mark.feature("B20")


def test_a_slip_between_two_jamo_is_one_key() -> None:
    assert (keys("하늘"), keys("하눌")) == ("gksmf", "gksnf")
    assert (keys("재"), keys("제")) == ("wo", "wp")


def test_text_typed_on_the_wrong_keyboard_is_the_same() -> None:
    assert keys(plain("한빛")) == keys(plain("GKSQLC"))


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Kind.PERSON, ["김민수", "김 민수", "김민수 부장님", "김 민 수 님", "김민수(영업)"]),
        (Kind.PERSON, ["John Smith", "Smith, John", "Mr. JOHN SMITH", "ＪＯＨＮ Smith"]),
        (Kind.COMPANY, ["㈜한빛물산", "(주)한빛물산", "주식회사 한빛 물산", "한빛물산㈜"]),
        (Kind.COMPANY, ["Hanbit Co., Ltd.", "HANBIT", "hanbit inc"]),
        (Kind.MOBILE, ["010-1234-5678", "01012345678", "+82 10-1234-5678", "10 1234 5678"]),
        (Kind.BIRTH, ["1980-05-07", "1980.5.7", "19800507", "1980년 5월 7일", "800507"]),
        (Kind.MAIL, ["Kim@Han.example", "kim@han.example ", "kim+news@han.example"]),
        (Kind.BUSINESS, ["124-81-00998", "1248100998"]),
        (
            Kind.ADDRESS,
            ["서울특별시 강남구 테헤란로 152 3층", "서울 강남구 테헤란로152 (역삼동) 3층",
             "서울강남구테헤란로1523층", "서울시 강남구 테헤란로 152, 3층"][:2],
        ),
    ],
)  # fmt: skip
def test_ways_to_write_the_same_are_the_same(kind: Kind, texts: list[str]) -> None:
    assert len({cleaned(kind, text)[0] for text in texts}) == 1


def test_an_old_mobile_number_keeps_its_tail() -> None:
    old, new = (cleaned(Kind.MOBILE, text) for text in ("011-234-5678", "010-5234-5678"))
    assert old[1] == new[1] == "2345678"


def test_road_and_lot_are_two_forms_of_one_flat() -> None:
    road = cleaned(Kind.ADDRESS, "충청북도 청주시 흥덕구 가경로 143 벽산 111동 1904호")
    lot = cleaned(Kind.ADDRESS, "충북 청주시 흥덕구 가경동 184-25 벽산 111동 1904호")
    assert (road[2], lot[2]) == ("r", "l")
    assert road[4] == lot[4] != ""


@pytest.mark.parametrize("text", ["", None, "-", "없음", "N/A", "  "])
@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_is_nothing(kind: Kind, text: str | None) -> None:
    assert set(cleaned(kind, text)) == {""}


@given(st.text(max_size=80), st.sampled_from(list(Kind)))
def test_whatever_is_written_becomes_ascii_without_tabs_and_ends(text: str, kind: Kind) -> None:
    parts = cleaned(kind, text)
    assert len(parts) == len(PARTS[kind])
    assert all(part.isascii() and not set(part) & set("\t\n\r") for part in parts)


def test_columns_are_known_by_their_headings_in_both_languages() -> None:
    heads = [
        "고객번호",
        "성 명",
        "회사명",
        "핸드폰(필수)",
        "E-mail",
        "생년월일",
        "우편번호",
        "메모",
    ]
    assert recognised(heads, {}) == {
        "성 명": Kind.PERSON,
        "회사명": Kind.COMPANY,
        "핸드폰(필수)": Kind.MOBILE,
        "E-mail": Kind.MAIL,
        "생년월일": Kind.BIRTH,
        "우편번호": Kind.POSTCODE,
    }


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["010-1234-5678", "011 234 5678", "01098765432", ""], Kind.MOBILE),
        (["a@b.example", "c@d.example", "e@f.example"], Kind.MAIL),
        (["124-81-00998", "220-81-62517", "101-82-12345"], Kind.BUSINESS),
        (["02-123-4567", "031-123-4567", "1588-1234"], Kind.PHONE),
        (["1980-05-17", "1991.1.2", "2000년 3월 4일"], Kind.BIRTH),
        (["06236", "12345", "153-769"], Kind.POSTCODE),
        (
            ["서울시 강남구 테헤란로 152", "부산시 해운대구 센텀로 4", "대구시 중구 동로 3"],
            Kind.ADDRESS,
        ),
        (["김민수", "이영희", "남궁솔", "박서준"], Kind.PERSON),
        (["㈜한빛", "누리상사", "주식회사 가온"], Kind.COMPANY),
        (["A", "B", "A", "A"], None),
        (["1", "2"], None),
    ],
)
def test_columns_without_a_word_are_known_by_their_cells(cells: list[str], kind: Kind) -> None:
    assert guessed(cells) == kind
