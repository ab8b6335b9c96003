"""Provinces, cities and districts of Korea under all their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

NAMES = {
    "서울": "서울특별시", "부산": "부산광역시", "대구": "대구광역시", "인천": "인천광역시",
    "광주": "광주광역시", "대전": "대전광역시", "울산": "울산광역시", "세종": "세종특별자치시",
    "경기": "경기도", "강원": "강원특별자치도", "충북": "충청북도", "충남": "충청남도",
    "전북": "전북특별자치도", "전남": "전라남도", "경북": "경상북도", "경남": "경상남도",
    "제주": "제주특별자치도",
}  # fmt: skip
"""Short name and the name in full of today."""
OLD = {
    "강원도": "강원", "전라북도": "전북", "제주도": "제주", "서울시": "서울", "부산시": "부산",
    "대구시": "대구", "인천시": "인천", "광주시": "광주", "대전시": "대전", "울산시": "울산",
    "세종시": "세종", "부산직할시": "부산", "대구직할시": "대구", "인천직할시": "인천",
    "광주직할시": "광주", "대전직할시": "대전", "경기": "경기", "경남도": "경남", "경북도": "경북",
    "충남도": "충남", "충북도": "충북", "전남도": "전남", "전북도": "전북",
}  # fmt: skip
_CITIES = """
서울 종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구
은평구 서대문구 마포구 양천구 강서구 구로구 금천구 영등포구 동작구 관악구 서초구
강남구 송파구 강동구
부산 중구 서구 동구 영도구 부산진구 동래구 남구 북구 해운대구 사하구 금정구
강서구 연제구 수영구 사상구 기장군
대구 중구 동구 서구 남구 북구 수성구 달서구 달성군 군위군
인천 중구 동구 미추홀구 연수구 남동구 부평구 계양구 서구 강화군 옹진군 남구
제물포구 영종구 검단구
광주 동구 서구 남구 북구 광산구
대전 동구 중구 서구 유성구 대덕구
울산 중구 남구 동구 북구 울주군
세종
경기 수원시:장안구,권선구,팔달구,영통구 성남시:수정구,중원구,분당구 의정부시
안양시:만안구,동안구 부천시:원미구,소사구,오정구 광명시 평택시 동두천시
안산시:상록구,단원구 고양시:덕양구,일산동구,일산서구 과천시 구리시 남양주시 오산시
시흥시 군포시 의왕시 하남시 용인시:처인구,기흥구,수지구 파주시 이천시 안성시
김포시 화성시:만세구,효행구,병점구,동탄구 광주시 양주시 포천시 여주시 연천군
가평군 양평군
강원 춘천시 원주시 강릉시 동해시 태백시 속초시 삼척시 홍천군 횡성군 영월군 평창군
정선군 철원군 화천군 양구군 인제군 고성군 양양군
충북 청주시:상당구,서원구,흥덕구,청원구 충주시 제천시 보은군 옥천군 영동군 증평군
진천군 괴산군 음성군 단양군 청원군
충남 천안시:동남구,서북구 공주시 보령시 아산시 서산시 논산시 계룡시 당진시 금산군
부여군 서천군 청양군 홍성군 예산군 태안군 당진군 연기군
전북 전주시:완산구,덕진구 군산시 익산시 정읍시 남원시 김제시 완주군 진안군 무주군
장수군 임실군 순창군 고창군 부안군
전남 목포시 여수시 순천시 나주시 광양시 담양군 곡성군 구례군 고흥군 보성군 화순군
장흥군 강진군 해남군 영암군 무안군 함평군 영광군 장성군 완도군 진도군 신안군
경북 포항시:남구,북구 경주시 김천시 안동시 구미시 영주시 영천시 상주시 문경시
경산시 의성군 청송군 영양군 영덕군 청도군 고령군 성주군 칠곡군 예천군 봉화군
울진군 울릉군
경남 창원시:의창구,성산구,마산합포구,마산회원구,진해구 진주시 통영시 사천시 김해시
밀양시 거제시 양산시 의령군 함안군 창녕군 고성군 남해군 하동군 산청군 함양군
거창군 합천군 마산시 진해시
제주 제주시 서귀포시
"""
"""Province, cities with their districts, districts and counties; those that are no more as well."""


@cache
def aliases() -> tuple[tuple[str, str], ...]:
    """(spelling, short name) of all provinces, the longest spelling first."""
    found = {full: short for short, full in NAMES.items()} | OLD | {name: name for name in NAMES}
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


@cache
def cities() -> dict[str, dict[str, tuple[str, ...]]]:
    """Short name of a province -> its cities and districts -> the districts of that city."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    province = ""
    for word in _CITIES.split():
        if word in NAMES:
            province = word
            found[province] = {}
            continue
        name, _colon, inner = word.partition(":")
        found[province][name] = tuple(inner.split(",")) if inner else ()
    return found


@cache
def only_in() -> dict[str, str]:
    """City or district -> the one province that has it; names that several have are left out."""
    found: dict[str, list[str]] = {}
    for province, inner in cities().items():
        for name in inner:
            found.setdefault(name, []).append(province)
    return {name: homes[0] for name, homes in found.items() if len(homes) == 1}


@dataclass(frozen=True)
class Region:
    """Where a place lies; each part empty when the text does not tell."""

    province: str = ""
    """Its short name."""
    city: str = ""
    district: str = ""

    @property
    def written(self) -> str:
        """With the full name of the province: 경기도 성남시 분당구."""
        return " ".join(filter(None, (NAMES.get(self.province), self.city, self.district)))


def split(text: str) -> tuple[Region, str]:
    """(region, the rest of the text). Spaces between the parts may be missing.

    A province that is left out is told from a city or district that only one province has.
    """
    province, rest = _split_province(text)
    if not province:
        name = next((name for name in _sole() if text.startswith(name)), "")
        if not name:
            return _without_province(text)
        province, rest = only_in()[name], text
    city, district, rest = _split_city(province, rest)
    return Region(province, city, district), rest


def _without_province(text: str) -> tuple[Region, str]:
    """A district that several provinces have stands alone, when a space tells where it ends."""
    word, _space, rest = text.partition(" ")
    if any(word in inner for inner in cities().values()):
        return (Region(city=word) if word.endswith("시") else Region(district=word)), rest
    return Region(), text


def _split_province(text: str) -> tuple[str, str]:
    for spelling, province in aliases():
        if not text.startswith(spelling):
            continue
        behind = text[len(spelling) :]
        rest = behind.lstrip(" ,")
        if _split_city(province, rest)[2] != rest:
            return province, rest
        is_open = spelling not in NAMES or behind[:1] in ("", " ")
        if is_open and not text.startswith(_sole()):
            return province, rest
    return "", text


def _split_city(province: str, text: str) -> tuple[str, str, str]:
    """(city, district, rest) of what stands behind a province."""
    for name, inners in _of_province(province):
        rest = _behind(text, name)
        if rest is None:
            continue
        if not name.endswith("시"):
            return "", name, rest
        for inner in inners:
            if rest.startswith(inner):
                return name, inner, rest[len(inner) :].lstrip(" ,")
        return name, "", rest
    for name, inners in _of_province(province):
        for inner in inners:
            if text.startswith(f"{inner} "):
                return name, inner, text[len(inner) :].lstrip(" ,")
    return "", "", text


def _behind(text: str, name: str) -> str | None:
    """What follows a city, which may lack its 시 before a space; None if it is not there."""
    if text.startswith(name):
        return text[len(name) :].lstrip(" ,")
    if name.endswith("시") and text.startswith(f"{name[:-1]} "):
        return text[len(name) :].lstrip(" ,")
    return None


@cache
def _of_province(province: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Cities with their districts, longer names first, so that none is taken for another's head."""
    found = cities()[province]
    return tuple(
        (name, tuple(sorted(found[name], key=len, reverse=True)))
        for name in sorted(found, key=len, reverse=True)
    )


@cache
def _sole() -> tuple[str, ...]:
    """The names that one province alone has, longer ones first."""
    return tuple(sorted(only_in(), key=len, reverse=True))
