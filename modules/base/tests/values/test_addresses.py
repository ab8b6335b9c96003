"""Addresses by road and by lot, in one line with and without spaces (B22, B3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.base.demo import places
from modules.base.values import addresses, postcodes, provinces
from modules.base.values.addresses import LOT, ROAD, Address
from modules.base.values.provinces import Region

pytestmark = [pytest.mark.feature("B22"), pytest.mark.feature("B3")]
GANGNAM = Region("서울", district="강남구")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (
            "서울시강남구테헤란로123길45-6번지3층",
            Address(region=GANGNAM, road="테헤란로123길", main=45, sub=6, detail="3층", form=ROAD),
        ),
        (
            "(우)06236 서울특별시 강남구 테헤란로 152, 3층 (역삼동, 한빛빌딩)",
            Address(
                postcode="06236", region=GANGNAM, town="역삼동", road="테헤란로", main=152,
                detail="3층", note="한빛빌딩", form=ROAD,
            ),
        ),
        (
            "(우)153-769 서울시 금천구 가산동 60-3 대륭타워 5차 1203호",
            Address(
                postcode="153-769", region=Region("서울", district="금천구"), town="가산동",
                main=60, sub=3, building="대륭타워 5차", detail="1203호", form=LOT,
            ),
        ),
        (
            "강원도 춘천시 동면 장학리 산 12-3번지",
            Address(
                region=Region("강원", "춘천시"), town="동면 장학리", main=12, sub=3,
                is_mountain=True, form=LOT,
            ),
        ),
        (
            "서울 중구 세종대로 지하 101",
            Address(
                region=Region("서울", district="중구"), road="세종대로", main=101, is_below=True,
                form=ROAD,
            ),
        ),
        (
            "전북 전주 완산구 홍산로10 푸른마을105동803호",
            Address(
                region=Region("전북", "전주시", "완산구"), road="홍산로", main=10,
                building="푸른마을", detail="105동803호", form=ROAD,
            ),
        ),
        ("한빛아파트 101동 1203호", Address(detail="한빛아파트 101동 1203호")),
        ("", Address()),
    ],
)  # fmt: skip
def test_an_address_is_taken_apart(written: str, found: Address) -> None:
    assert addresses.parse(written) == found


@pytest.mark.parametrize(
    ("written", "house"),
    [
        ("경기 성남 분당구 판교역로 235", "경기도 성남시 분당구 판교역로 235"),
        ("성남시분당구판교역로235", "경기도 성남시 분당구 판교역로 235"),
        ("광주시 오포읍 능평리 123", "경기도 광주시 오포읍 능평리 123"),
        ("광주시 북구 용봉로 77", "광주광역시 북구 용봉로 77"),
        ("제주시 연동 1234-5", "제주특별자치도 제주시 연동 1234-5"),
        ("세종시 한누리대로 2130", "세종특별자치시 한누리대로 2130"),
        ("부산진구 가야대로 1", "부산광역시 부산진구 가야대로 1"),
        ("중구 세종대로 110", "중구 세종대로 110"),
        ("서울 강남구 역삼동 테헤란로 152", "서울특별시 강남구 테헤란로 152 (역삼동)"),
        ("서울 마포구 양화로 45 세아타워 11층", "서울특별시 마포구 양화로 45, 세아타워 11층"),
        ("서울 종로구 종로3가 12번지", "서울특별시 종로구 종로3가 12"),
        ("서울 강남구 역삼동 123번지의 4호", "서울특별시 강남구 역삼동 123-4"),
        ("경기 화성시 동탄대로 10번길 5-3", "경기도 화성시 동탄대로10번길 5-3"),
        ("서울 구로구 구로중앙로 10", "서울특별시 구로구 구로중앙로 10"),
        ("서울 구로구 가리봉로 12", "서울특별시 구로구 가리봉로 12"),
        ("서울 금천구 가산디지털1로 168, B1", "서울특별시 금천구 가산디지털1로 168, B1"),
        ("[06236] 대한민국  서울시 강남구 테헤란로 152", "서울특별시 강남구 테헤란로 152"),
        ("우리집 옆", "우리집 옆"),
    ],
)
def test_the_house_writes_the_province_in_full_and_in_the_official_order(
    written: str, house: str
) -> None:
    assert addresses.standard(written) == house


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "서울 강남구 역삼1동 823-4번지 한빛빌딩",
            "서울특별시강남구역삼동823-4",
            "강남구 역삼동 823의 4",
        ),
        ("강원도 춘천시 동면 장학리 산 12-3", "강원특별자치도 춘천시동면장학리산12-3"),
        ("전라북도 전주시 완산구 홍산로 10", "전북 전주 완산구 홍산로10, 105동 803호 (효자동)"),
        ("세종특별자치시 도움4로 13", "세종시 도움4로13"),
    ],
)
def test_spellings_of_one_place_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({addresses.key(text) for text in spellings}) == 1
    assert addresses.key(spellings[0])


def test_rooms_are_equal_however_they_are_written() -> None:
    spellings = (
        "푸른마을 105동 803호",
        "푸른마을105동803호",
        "푸른마을 105-803",
        "제105동 제803호",
    )
    rooms = {addresses.parse(f"서울 강남구 테헤란로 1 {text}").room for text in spellings}
    assert rooms == {"105-803"}


PLACES = places.places()[0]


@st.composite
def real_addresses(draw: st.DrawFn) -> tuple[str, str]:
    """(in full, short and without a space) of a road that there is."""
    place = draw(st.sampled_from(PLACES))
    road = draw(st.sampled_from(place.roads))
    branch = draw(st.sampled_from(["", "7길", "12번길", "3가길"]))
    number = f"{draw(st.integers(1, 999))}{draw(st.sampled_from(['', '-1', '-45']))}"
    inside = draw(st.sampled_from(["", " 푸른마을 105동 803호", " 한빛빌딩 지하1층"]))
    full = f"{place.area} {road}{branch} {number}{inside}"
    short = next(short for short, name in provinces.NAMES.items() if full.startswith(name))
    squeezed = full.replace(provinces.NAMES[short], short, 1).replace(" ", "")
    return full, squeezed if place.area != "세종특별자치시" else full.replace(" ", "")


@given(real_addresses())
def test_an_address_without_a_space_is_the_same_place(pair: tuple[str, str]) -> None:
    full, squeezed = pair
    found = addresses.parse(squeezed)
    assert found.form == ROAD
    assert addresses.key(squeezed) == addresses.key(full)
    assert found.room == addresses.parse(full).room


@given(
    st.text(max_size=200)
    | st.text(
        "서울시강남구경기도성남역삼동테헤란로길산번지층호읍면리가제(),- 0123456789", max_size=200
    )
    | real_addresses().map(lambda pair: pair[0])
)
def test_nothing_breaks_nothing_is_lost_and_the_house_s_spelling_is_its_own(text: str) -> None:
    house = addresses.standard(text)
    assert addresses.standard(house) == house
    assert addresses.key(house) == addresses.key(text)


def test_sixty_syllables_without_a_space_take_no_time() -> None:
    for text in (
        "가" * 200,
        "로" * 200,
        "동" * 200,
        "1동" * 100,
        "가리" * 100,
        "서울강남구" + "로1" * 90,
    ):
        assert addresses.standard(text)


@pytest.mark.parametrize(
    ("code", "province"),
    [
        ("06236", "서울"), ("13529", "경기"), ("21999", "인천"), ("30103", "세종"),
        ("63309", "제주"), ("153-769", "서울"), ("463-400", "경기"), ("417-800", "인천"),
        ("339-012", "세종"), ("690-011", "제주"), ("711-800", "대구"), ("99999", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_postcode_tells_its_province(code: str, province: str) -> None:
    assert postcodes.province(code) == province


def test_a_postcode_of_another_province_contradicts_and_an_unknown_one_does_not() -> None:
    assert addresses.contradicts("48058", "서울 강남구 테헤란로 152")
    assert not addresses.contradicts("06236", "서울 강남구 테헤란로 152")
    assert not addresses.contradicts("", "서울 강남구 테헤란로 152")
    assert not addresses.contradicts("48058", "테헤란로 152")


def test_the_demo_s_postcodes_lie_where_its_addresses_are() -> None:
    for place in PLACES:
        assert not addresses.contradicts(f"{place.first:05}", place.area), place.area
