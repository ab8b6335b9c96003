"""Places of Korea: district, area code, postcodes and real road names that belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

DISTRICTS = """
서울특별시|종로구|02|030-031|종로 율곡로 자하문로 대학로|4
서울특별시|중구|02|045-046|세종대로 을지로 퇴계로 남대문로|6
서울특별시|용산구|02|043-044|한강대로 이태원로 원효로|4
서울특별시|성동구|02|047-048|왕십리로 성수이로 아차산로|6
서울특별시|마포구|02|039-042|양화로 월드컵북로 마포대로 백범로|8
서울특별시|영등포구|02|072-074|여의대로 국제금융로 영등포로 당산로|8
서울특별시|강서구|02|075-078|공항대로 화곡로 마곡중앙로|6
서울특별시|구로구|02|082-084|디지털로 경인로 구로중앙로|6
서울특별시|금천구|02|085-086|가산디지털1로 가산디지털2로 시흥대로|6
서울특별시|관악구|02|087-088|관악로 남부순환로 봉천로|4
서울특별시|서초구|02|065-068|서초대로 강남대로 반포대로 효령로|9
서울특별시|강남구|02|060-063|테헤란로 봉은사로 논현로 도산대로 언주로|14
서울특별시|송파구|02|055-058|올림픽로 송파대로 법원로 문정로|9
서울특별시|강동구|02|052-054|천호대로 성내로 강동대로|4
서울특별시|노원구|02|016-019|노해로 동일로 상계로|4
서울특별시|은평구|02|033-035|통일로 은평로 연서로|3
부산광역시|해운대구|051|480-481|센텀중앙로 해운대로 마린시티1로|5
부산광역시|부산진구|051|471-473|중앙대로 가야대로 서면로|4
부산광역시|수영구|051|482-483|광안해변로 수영로 황령대로|2
부산광역시|사상구|051|469-470|사상로 낙동대로 학감대로|3
대구광역시|수성구|053|420-423|동대구로 달구벌대로 수성로|4
대구광역시|달서구|053|426-428|성서공단로 월배로 와룡로|4
인천광역시|연수구|032|219-220|송도과학로 컨벤시아대로 인천타워대로|4
인천광역시|남동구|032|215-217|남동대로 구월로 앵고개로|4
인천광역시|부평구|032|213-214|부평대로 경원대로 부평문화로|3
광주광역시|서구|062|619-620|상무대로 무진대로 상무중앙로|3
광주광역시|광산구|062|622-624|하남산단로 첨단과기로 임방울대로|3
대전광역시|유성구|042|340-342|대학로 테크노2로 유성대로|4
대전광역시|서구|042|352-354|둔산로 한밭대로 계룡로|3
울산광역시|남구|052|446-447|삼산로 번영로 문수로|3
세종특별자치시||044|301-301|한누리대로 도움4로 갈매로|2
경기도|성남시 분당구|031|134-136|판교역로 분당로 황새울로 대왕판교로|9
경기도|수원시 영통구|031|165-167|광교로 봉영로 덕영대로|6
경기도|용인시 수지구|031|168-169|포은대로 신수로 수지로|4
경기도|고양시 일산동구|031|103-104|중앙로 정발산로 장백로|5
경기도|안양시 동안구|031|139-141|시민대로 흥안대로 관평로|4
경기도|부천시 원미구|032|145-146|길주로 부일로 신흥로|4
경기도|화성시|031|184-186|동탄대로 노작로 삼성1로|5
경기도|평택시|031|177-179|평택로 고덕중앙로 중앙로|3
경기도|파주시|031|108-109|문발로 회동길 교하로|3
강원특별자치도|원주시|033|263-264|원일로 북원로 혁신로|2
강원특별자치도|춘천시|033|242-244|중앙로 금강로 공지로|2
충청북도|청주시 흥덕구|043|283-284|직지대로 가경로 풍산로|3
충청남도|천안시 서북구|041|310-311|불당대로 쌍용대로 백석로|3
전북특별자치도|전주시 완산구|063|549-551|홍산로 전라감영로 효자로|2
전라남도|순천시|061|579-580|중앙로 장선배기길 왕지로|2
경상북도|구미시|054|391-393|산호대로 구미대로 1공단로|3
경상북도|포항시 남구|054|377-379|포스코대로 중앙로 희망대로|2
경상남도|창원시 성산구|055|514-516|중앙대로 원이대로 창원대로|4
경상남도|김해시|055|508-510|가야로 분성로 김해대로|3
제주특별자치도|제주시|064|631-632|연북로 노연로 첨단로|2
""".strip()
"""province|district|area code|first three digits of the postcodes|roads|weight"""

BUILDINGS = [
    "한빛",
    "미래",
    "누리",
    "가온",
    "대성",
    "태평",
    "삼정",
    "우림",
    "에이스",
    "코오롱",
    "이앤씨",
    "중앙",
]
HOMES = [
    "푸른마을",
    "한솔",
    "현대",
    "래미안",
    "자이",
    "푸르지오",
    "힐스테이트",
    "롯데캐슬",
    "주공",
    "벽산",
]


@dataclass(frozen=True)
class Place:
    """A district with what is written the same way all over it."""

    area: str
    code: str
    first: int
    last: int
    roads: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    """One address: postcode, road and number, and where inside."""

    postcode: str
    line1: str
    line2: str
    code: str


@cache
def places() -> tuple[list[Place], list[int]]:
    """The districts and their cumulative weights, for `Random.choices`."""
    found: list[Place] = []
    weights: list[int] = []
    for line in DISTRICTS.splitlines():
        province, district, code, postcodes, roads, weight = line.split("|")
        first, _dash, last = postcodes.partition("-")
        area = f"{province} {district}".strip()
        found.append(
            Place(area, code, int(first) * 100, int(last) * 100 + 99, tuple(roads.split()))
        )
        weights.append(int(weight) + (weights[-1] if weights else 0))
    return found, weights


def draw(random: Random, *, is_home: bool) -> Address:
    """An address: a flat for a home, a floor for an office. One road has one postcode block."""
    found, weights = places()
    place = random.choices(found, cum_weights=weights)[0]
    roll = random.random
    lane = int(roll() * len(place.roads))
    block = (place.last - place.first + 1) // len(place.roads)
    postcode = place.first + lane * block + int(roll() * block)
    number = 1 + int(roll() * roll() * 600)
    line2 = _flat(roll) if is_home else _floor(roll)
    return Address(
        f"{postcode:05}", f"{place.area} {place.roads[lane]} {number}", line2, place.code
    )


def _flat(roll: Callable[[], float]) -> str:
    name = HOMES[int(roll() * len(HOMES))]
    floor, door = 1 + int(roll() * 20), 1 + int(roll() * 4)
    return f"{name} {101 + int(roll() * 20)}동 {100 * floor + door}호"


def _floor(roll: Callable[[], float]) -> str:
    return f"{BUILDINGS[int(roll() * len(BUILDINGS))]}빌딩 {1 + int(roll() * 18)}층"
