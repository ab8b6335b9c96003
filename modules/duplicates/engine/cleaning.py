"""What is compared of a cell: for each kind of column the parts that are kept of its text (B20).

All parts are ASCII (`hangul.keys`), "" where there is nothing. `whole` is the part that decides
whether a field says anything at all. No part holds a tab or a line's end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from modules.duplicates.engine.hangul import keys, plain
from modules.duplicates.engine.kinds import Kind
from modules.duplicates.engine.places import place_of

Parts = tuple[str, ...]

_NOT_DIGITS = re.compile(r"[^0-9]+")
_NOT_WORD = re.compile(r"[^0-9a-z가-힣]+")
_MARKS = re.compile(r"[^\w]+|_+")
_ASIDE = re.compile(r"\([^)]*\)")
_HANGUL = re.compile(r"[가-힣]")
_TITLE_WORDS = (
    "님 씨 귀하 사원 주임 대리 과장 차장 부장 이사 상무 전무 대표 대표이사 사장 회장 팀장"
    " 실장 본부장 센터장 원장 교수 박사 선생 선생님 고객 고객님 mr mrs ms miss dr"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_TITLE_END = re.compile(
    r"(?<=[가-힣]{3})(?:대표이사|선생님|고객님|본부장|부장님|과장님|대리님|팀장님|사장님|대표님|님|귀하)$"
)
_LONG_SURNAMES = ("남궁", "황보", "제갈", "사공", "선우", "독고", "서문", "동방")
_LEGAL = re.compile(
    r"\((?:주|유|사|재|합|학|의)\)|주식회사|유한책임회사|유한회사|합자회사|합명회사|사단법인|재단법인"
    r"|의료법인|학교법인|\b(?:co\.?\s*,?\s*ltd|inc|corp|corporation|ltd|limited|llc|company|gmbh)\b\.?"
)
_DATE = re.compile(r"(\d{4})[-./년\s]+(\d{1,2})[-./월\s]+(\d{1,2})")
_NOTHING = frozenset(["", "-", "--", ".", "없음", "미상", "null", "none", "n/a", "na", "nan", "x"])
_CENTURY = 30
"""Days of birth with two digits of the year: 31 and later are of the last century."""
_EXACT = 3
"""Digits behind the number of a house that name a flat, as in 301호."""


def cleaned(kind: Kind, text: str | None) -> Parts:
    """The parts of a cell, as many as `PARTS[kind]` names; all "" for an empty cell."""
    nothing = NOTHING[kind]
    if not text:
        return nothing
    text = plain(text).strip()
    return nothing if text in _NOTHING else _CLEANERS[kind](text)


def _words(text: str) -> list[str]:
    return [word for word in _MARKS.split(text) if word]


@lru_cache(1 << 16)
def _person(text: str) -> Parts:
    """whole: the name without titles; given: without the surname; head: how the whole begins."""
    words = [word for word in _words(_ASIDE.sub(" ", text)) if word not in _TITLES] or _words(text)
    name = "".join(words)
    if _HANGUL.search(name):
        name = _TITLE_END.sub("", name)
        given = name[2 if len(name) > 3 and name.startswith(_LONG_SURNAMES) else 1 :]
        return keys(name), keys(given), keys(name[:1])
    words.sort()
    return keys("".join(words)), keys(max(words, key=len, default="")), keys(name[:3])


@lru_cache(1 << 16)
def _name(text: str) -> Parts:
    """whole: the name; head: its first letters."""
    name = "".join(_words(text))
    typed = keys(name)
    return typed, typed[:3]


@lru_cache(1 << 16)
def _company(text: str) -> Parts:
    """whole: the name without its legal form; head: its first letters."""
    name = "".join(_words(_LEGAL.sub(" ", text))) or "".join(_words(text))
    typed = keys(name)
    return typed, typed[:6]


def _phone(text: str) -> Parts:
    """whole: the digits as dialled at home; tail: what a renumbered exchange leaves as it was."""
    digits = _NOT_DIGITS.sub("", text)
    if digits.startswith("0082") or (digits.startswith("82") and len(digits) > 10):
        digits = "0" + digits.removeprefix("00")[2:].removeprefix("0")
    elif digits.startswith("1") and len(digits) in (9, 10):
        digits = "0" + digits
    if len(digits) < 7 or len(set(digits)) <= 2:
        return "", ""
    return digits, digits[-7:]


def _mail(text: str) -> Parts:
    """whole: the address; local: what stands before the @."""
    text = "".join(text.split())
    local, at, domain = text.rpartition("@")
    if not at:
        return keys(text), ""
    local = local.partition("+")[0]
    return keys(f"{local}@{domain}"), keys(local)


def _number(text: str) -> Parts:
    return (keys(_NOT_WORD.sub("", text)),)


def _birth(text: str) -> Parts:
    """whole: YYYYMMDD; turned: with day and month the other way round."""
    found = _DATE.match(text)
    if found:
        digits = f"{found[1]}{int(found[2]):02}{int(found[3]):02}"
    else:
        digits = _NOT_DIGITS.sub("", text)[:8]
        if len(digits) == 6:
            digits = ("19" if int(digits[:2]) > _CENTURY else "20") + digits
    return digits, digits[:4] + digits[6:] + digits[4:6]


def _postcode(text: str) -> Parts:
    """whole: the digits; area: how they begin; form: old and new ones have other lengths."""
    digits = "".join(_words(text))
    return keys(digits), keys(digits[:3]), str(len(digits))


def _address(text: str) -> Parts:
    """whole: street, number and rest; spot: street and number; form: by road or by lot; region:
    province and district; flat: what stands behind the number, with the region, when it is exact.
    """
    place = place_of(text)
    whole = keys(place.spot + place.rest) or keys("".join(_words(text)))
    region = keys(place.region)
    is_exact = place.spot and len(_NOT_DIGITS.sub("", place.rest)) >= _EXACT
    flat = region + keys(place.rest) if is_exact else ""
    return whole, keys(place.spot), place.form, region, flat


@lru_cache(1 << 14)
def _text(text: str) -> Parts:
    return (keys("".join(_words(text))),)


PARTS: dict[Kind, tuple[str, ...]] = {
    Kind.PERSON: ("whole", "given", "head"),
    Kind.GIVEN: ("whole", "head"),
    Kind.SURNAME: ("whole", "head"),
    Kind.COMPANY: ("whole", "head"),
    Kind.MOBILE: ("whole", "tail"),
    Kind.PHONE: ("whole", "tail"),
    Kind.MAIL: ("whole", "local"),
    Kind.BUSINESS: ("whole",),
    Kind.IDENTITY: ("whole",),
    Kind.BIRTH: ("whole", "turned"),
    Kind.POSTCODE: ("whole", "area", "form"),
    Kind.ADDRESS: ("whole", "spot", "form", "region", "flat"),
    Kind.TOWN: ("whole", "head"),
    Kind.HOUSE: ("whole",),
    Kind.TEXT: ("whole",),
}
NOTHING: dict[Kind, Parts] = {kind: ("",) * len(names) for kind, names in PARTS.items()}
_CLEANERS: dict[Kind, Callable[[str], Parts]] = {
    Kind.PERSON: _person,
    Kind.GIVEN: _name,
    Kind.SURNAME: _name,
    Kind.COMPANY: _company,
    Kind.MOBILE: _phone,
    Kind.PHONE: _phone,
    Kind.MAIL: _mail,
    Kind.BUSINESS: _number,
    Kind.IDENTITY: _number,
    Kind.BIRTH: _birth,
    Kind.POSTCODE: _postcode,
    Kind.ADDRESS: _address,
    Kind.TOWN: _name,
    Kind.HOUSE: _number,
    Kind.TEXT: _text,
}
