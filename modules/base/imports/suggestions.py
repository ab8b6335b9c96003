"""What a cell that cannot be read was probably meant to say (U5).

Only what the field's own rules then accept is suggested, so a suggestion never fails in its turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches

from dangol import clock
from modules.base import values

DOMAINS = (
    "gmail.com", "naver.com", "daum.net", "hanmail.net", "kakao.com", "nate.com", "hotmail.com",
    "outlook.com", "yahoo.co.kr", "icloud.com",
)  # fmt: skip
"""Mail services whose misspellings are mended."""
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet, its leap year of 1900 included."""


def suggest(reason: str, text: str) -> str:
    """A better text for a cell that was refused for this reason; "" when there is none."""
    problem, _colon, field = reason.partition(":")
    make = _MAKERS.get(problem)
    accept = _ACCEPTS.get(field)
    if make is None or accept is None:
        return ""
    for candidate in make(text):
        if candidate != text and _is_accepted(accept, candidate):
            return candidate
    return ""


def _is_accepted(accept: Callable[[str], object], text: str) -> bool:
    try:
        return bool(accept(text))
    except ValueError:
        return False


def _phones(text: str) -> Iterator[str]:
    """A spreadsheet drops the first 0; people write l for 1 and O for 0, or two numbers at once."""
    for mended in (text, text.translate(str.maketrans("oOlI", "0011"))):
        yield mended
        yield f"0{mended.lstrip(' +')}"
        first = re.split(r"[/,;]|\s{2,}", mended)[0].strip()
        if first != mended:
            yield first
            yield f"0{first}"


def _mails(text: str) -> Iterator[str]:
    plain = _SPACES.sub("", text).strip("<>()[];,.'\"")
    plain = plain.replace("，", ".").replace(",", ".").replace("＠", "@").replace("(at)", "@")
    plain = re.sub(r"\.{2,}", ".", re.sub(r"@{2,}", "@", plain))
    yield plain
    name, _at, domain = plain.partition("@")
    near = get_close_matches(domain.lower(), DOMAINS, n=1, cutoff=0.75)
    if near:
        yield f"{name}@{near[0]}"
    for ending in ("com", "co.kr", "net"):
        yield f"{name}@{domain}.{ending}" if f"{domain}.{ending}" in DOMAINS else ""


def _postcodes(text: str) -> Iterator[str]:
    digits = "".join(_DIGITS.findall(text))
    if len(digits) > 6:
        yield digits[:5]


def _dates(text: str) -> Iterator[str]:
    """Two-digit years and American order cannot be told for sure, so they are not guessed.

    Five digits are the number under which a spreadsheet keeps a day.
    """
    digits = "".join(_DIGITS.findall(text))
    if len(text) == 5 and text == digits:
        yield f"{_FIRST_DAY + timedelta(days=int(text)):%Y%m%d}"
    if len(digits) == 8:
        yield digits


def _grades(text: str) -> Iterator[str]:
    letters = re.sub(r"[^A-Ca-c+＋]", "", text)
    yield letters.upper().replace("＋", "+")


def _yes_no(text: str) -> Iterator[str]:
    word = text.strip().lower()
    if word.startswith(("y", "예", "동의", "허용")):
        yield "Y"
    if word.startswith(("n", "아니", "거부", "미동의")):
        yield "N"


_MAKERS: dict[str, Callable[[str], Iterator[str]]] = {
    "mobile_form": _phones,
    "phone_form": _phones,
    "email_form": _mails,
    "postcode_form": _postcodes,
    "date_form": _dates,
    "grade_unknown": _grades,
    "yes_no_form": _yes_no,
}
_ACCEPTS: dict[str, Callable[[str], object]] = {
    "mobile": lambda text: values.mobile(text)[0],
    "work_phone": values.phone,
    "fax": values.phone,
    "email": lambda text: values.email(text)[0],
    "home_postcode": values.postcode,
    "work_postcode": values.postcode,
    "grade": values.grade,
    "birth_date": lambda text: values.birth_date(text, clock.today()),
    "mail_ads": lambda text: values.yes_no(text) is not None,
    "sms_ads": lambda text: values.yes_no(text) is not None,
    "night": lambda text: values.yes_no(text) is not None,
}
