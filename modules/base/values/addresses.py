"""Addresses by road (도로명) and by lot (지번), taken apart and put together again (B22).

One line without a space is read as well as one with all of them. What cannot be read is kept as it
was written: `form` is empty then, and nothing gets lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from modules.base.values import postcodes, provinces
from modules.base.values.letters import bare, one_spaced, plain
from modules.base.values.provinces import Region

ROAD, LOT = "road", "lot"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−ー~", "-"))
_POSTCODE = re.compile(
    r"^[^\w]*(?:우편번호|우)?[^\w]*(\d{3}-\d{3}|\d{5,6})(?![\d-])[^\w]*(?=[가-힣])"
)
_NATION = re.compile(r"^(?:대한민국|한국)\s+")
_NOTE = re.compile(r"\(([^()]*)\)")
_TOWN = r"[가-힣][가-힣·]{0,7}?(?:제?\d{1,2})?(?:읍|면|동|리|가)"
_NUMBER = r"(?P<main>\d{1,5})(?!\d|가(?![가-힣])|번?[가-하]?길|로|동|층|호)"
_ROAD = re.compile(
    rf"^(?P<towns>(?:{_TOWN}\s+){{0,2}}|[가-힣]{{1,4}}[읍면])"
    r"(?P<road>\d{0,2}[가-힣][가-힣0-9·.]{0,20}?(?:대로|로|길))"
    r"\s?(?P<branch>\d{1,4}번?[가-하]?길)?"
    rf"\s*(?P<below>지하)?\s*{_NUMBER}"
    r"(?:\s*-\s*(?P<sub>\d{1,4})(?!\d))?(?:\s*번지?(?![가-힣]))?"
)
_LOT = re.compile(
    rf"^(?P<towns>(?:(?:{_TOWN}|\d가|[가-힣]{{1,3}}로\d가)\s*){{1,3}}?)"
    rf"(?P<mountain>산)?\s*{_NUMBER}"
    r"(?:\s*(?:-|번지의|의)\s*(?P<sub>\d{1,4})(?!\d)(?:\s*호(?!\d))?)?(?:\s*번지)?"
)
_INSIDE = re.compile(
    r"(?:^|(?<=[\s,]))(?:제?[A-Za-z가-하]?\d{0,4}\s?동(?![가-힣])|\d{1,4}-\d{1,5}(?!\d))"
    r"|제?\d{1,4}\s?동(?![가-힣])|지하\s?\d*\s?층|(?<![A-Za-z])B\d{1,2}(?!\d)|제?\d{1,3}\s?층"
    r"|제?\d{1,5}\s?호(?![가-힣])"
)
_WARD = re.compile(r"제?\d{1,2}동$")


@dataclass(frozen=True)
class Address:
    """One place. Numbers are 0 where there are none."""

    postcode: str = ""
    region: Region = field(default_factory=Region)
    town: str = ""
    """읍·면·동·리, several with a space between."""
    road: str = ""
    """With its branch: 테헤란로123길."""
    main: int = 0
    sub: int = 0
    is_mountain: bool = False
    """산: a lot on a hill, numbered apart from the others."""
    is_below: bool = False
    """지하: under a road, such as a shop of the underground."""
    building: str = ""
    detail: str = ""
    """동·층·호 inside the building; the whole rest of a text that could not be read."""
    note: str = ""
    """What else stood in brackets behind."""
    form: str = ""
    """"road", "lot", or "" for a text that could not be read."""

    @property
    def province(self) -> str:
        """Short name of the province."""
        return self.region.province

    @property
    def city(self) -> str:
        return self.region.city

    @property
    def district(self) -> str:
        return self.region.district

    @property
    def number(self) -> str:
        """산 12-3, 지하 45, 123."""
        ahead = "산 " if self.is_mountain else "지하 " if self.is_below else ""
        return f"{ahead}{self.main}-{self.sub}" if self.sub else f"{ahead}{self.main}"

    @property
    def room(self) -> str:
        """동 and 호 as numbers, 101-1203, however they were written; "" where there are none."""
        words = re.findall(r"지하|[A-Za-z]*\d+|층", self.detail)
        return "-".join(words).replace("-층", "층").replace("지하-", "B").lower()


def parse(text: str) -> Address:
    """The parts of an address in one line; raises nothing, loses nothing."""
    line = one_spaced(plain(text).translate(_DASHES))
    code, line = _split_postcode(line)
    region, rest = provinces.split(_NATION.sub("", line))
    for form, pattern in ((ROAD, _ROAD), (LOT, _LOT)):
        found = pattern.match(rest)
        if found is not None:
            return _placed(code, region, form, found, rest[found.end() :])
    return Address(postcode=code, region=region, detail=rest)


def _split_postcode(line: str) -> tuple[str, str]:
    found = _POSTCODE.match(line)
    if found is None:
        return "", line
    return postcodes.postcode(found[1]), line[found.end() :]


def _placed(code: str, region: Region, form: str, found: re.Match[str], tail: str) -> Address:
    parts = found.groupdict()
    town, note, tail = _split_notes(one_spaced(parts["towns"] or ""), tail)
    building, detail = _split_inside(tail.strip(" ,"))
    return Address(
        postcode=code,
        region=region,
        town=town,
        road=f"{parts['road']}{parts['branch'] or ''}" if form == ROAD else "",
        main=int(parts["main"]),
        sub=int(parts["sub"] or 0),
        is_mountain=bool(parts.get("mountain")),
        is_below=bool(parts.get("below")),
        building=building,
        detail=detail,
        note=note,
        form=form,
    )


def _split_notes(town: str, tail: str) -> tuple[str, str, str]:
    """(town, other notes, tail without brackets): (역삼동, 한빛빌딩) names a town and a house."""
    notes: list[str] = []
    for inside in _NOTE.findall(tail):
        for part in filter(None, (one_spaced(each) for each in inside.split(","))):
            if not town and re.fullmatch(_TOWN, part):
                town = part
            elif part != town:
                notes.append(part)
    return town, ", ".join(dict.fromkeys(notes)), one_spaced(_NOTE.sub(" ", tail))


def _split_inside(tail: str) -> tuple[str, str]:
    found = _INSIDE.search(tail)
    if found is None:
        return tail, ""
    return tail[: found.start()].strip(" ,"), tail[found.start() :].strip(" ,")


def standard(text: str) -> str:
    """The address as the house writes it, with the province in full; no postcode."""
    return written(parse(text))


def written(address: Address) -> str:
    """One line in the official order: region, road or lot, then the house, its town in brackets."""
    if not address.form:
        return one_spaced(f"{address.region.written} {address.detail}")
    is_road = address.form == ROAD
    inside = one_spaced(f"{address.building} {address.detail}")
    is_rural = address.town.endswith(("읍", "면", "리"))
    in_front = address.town if is_rural or not is_road else ""
    place = one_spaced(f"{address.region.written} {in_front} {address.road} {address.number}")
    if inside:
        place += f", {inside}" if is_road else f" {inside}"
    behind = ", ".join(filter(None, ("" if in_front else address.town, address.note)))
    return f"{place} ({behind})" if behind else place


def key(text: str) -> str:
    """What the spellings of one place share, the rooms in a house included; "" for nothing.

    A road is told by city and name, so a town before it does not count. A ward's number does not
    count either: 역삼1동 of the office is 역삼동 of the land register.
    """
    address = parse(text)
    region = f"{address.province}{address.city}{address.district}"
    if address.form == ROAD:
        return f"{region}|{address.road}|{address.number}".replace(" ", "")
    if address.form == LOT:
        town = _WARD.sub("동", address.town.replace(" ", ""))
        return f"{region}|{town}|{address.number}".replace(" ", "")
    return bare(f"{region}{address.detail}")


def contradicts(postcode: str, text: str) -> bool:
    """Whether a postcode lies in another province than the address: evidence that one is wrong."""
    there, here = postcodes.province(postcode), parse(text).province
    return bool(there and here and there != here)
