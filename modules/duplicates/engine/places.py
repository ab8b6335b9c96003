"""Korean addresses: where a house stands, apart from how its address is written."""

from __future__ import annotations

import re
from typing import NamedTuple

_PROVINCES = {
    "서울": "서울특별시 서울시 서울",
    "부산": "부산광역시 부산시 부산",
    "대구": "대구광역시 대구시 대구",
    "인천": "인천광역시 인천시 인천",
    "광주": "광주광역시",
    "대전": "대전광역시 대전시 대전",
    "울산": "울산광역시 울산시 울산",
    "세종": "세종특별자치시 세종시 세종",
    "경기": "경기도 경기",
    "강원": "강원특별자치도 강원도 강원",
    "충북": "충청북도 충북",
    "충남": "충청남도 충남",
    "전북": "전북특별자치도 전라북도 전북",
    "전남": "전라남도 전남",
    "경북": "경상북도 경북",
    "경남": "경상남도 경남",
    "제주": "제주특별자치도 제주도 제주",
}
_SHORT = {word: short for short, words in _PROVINCES.items() for word in words.split()}
_PROVINCE = re.compile(
    "(?:" + "|".join(sorted(_SHORT, key=len, reverse=True)) + r")(?=\s|[가-힣]|$)"
)
_DISTRICT = re.compile(r"\s*([가-힣]{1,4}?[시군구])(?=\s|[가-힣]{2})")
_ASIDE = re.compile(r"\([^)]*\)?")
_NUMBER = r"(?P<number>\d+(?:\s*-\s*\d+)?)(?![\d층호동가])"
_ROAD = re.compile(
    r"(?P<street>[가-힣A-Za-z0-9·.]*?(?:로|길)(?:\s*\d+(?:번|가)?길)?)\s*(?:지하)?\s*" + _NUMBER
)
_LOT = re.compile(r"(?P<street>[가-힣0-9]+?(?:동|읍|면|리|가))\s*(?P<hill>산)?\s*" + _NUMBER)
_SPACE = re.compile(r"\s+")
_GAP = re.compile(r"[^0-9a-z가-힣]+")


class Place(NamedTuple):
    """An address taken apart.

    region  province and district: "서울강남구"; "" when it names none
    form    "r" by road, "l" by lot, "" when it is neither
    spot    road and number, or village and lot: "테헤란로152"; "" when none was found
    rest    what stands behind: floor, building, flat
    """

    region: str
    form: str
    spot: str
    rest: str


def place_of(text: str) -> Place:
    """The parts of an address that `hangul.plain` has made plain. Never fails."""
    text = _ASIDE.sub(" ", text).strip()
    region, text = _region_of(text)
    for form, pattern in (("r", _ROAD), ("l", _LOT)):
        found = pattern.search(text)
        if found:
            hill = "산" if form == "l" and found["hill"] else ""
            spot = _GAP.sub("", found["street"]) + hill + _SPACE.sub("", found["number"])
            return Place(region, form, spot, _GAP.sub("", text[found.end() :]))
    return Place(region, "", "", _GAP.sub("", text))


def _region_of(text: str) -> tuple[str, str]:
    """(region, what follows). 광주 lies in two provinces: it needs its long name."""
    region = ""
    found = _PROVINCE.match(text)
    if found:
        region, text = _SHORT[found[0]], text[found.end() :]
    while district := _DISTRICT.match(text):
        region, text = region + district[1], text[district.end() :]
        if district[1][-1] in "군구":
            break
    return region, text.strip()
