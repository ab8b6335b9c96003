"""Mail addresses: their form, misspelt services, offices and throw-away boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_SPACES = re.compile(r"\s+")

DOMAINS = (
    "gmail.com", "naver.com", "daum.net", "hanmail.net", "kakao.com", "nate.com", "hotmail.com",
    "outlook.com", "yahoo.co.kr", "icloud.com",
)  # fmt: skip
"""Mail services whose misspellings are mended."""
_NEIGHBOURS = (
    "mail.com ymail.com never.com date.com nato.com mate.com fate.com gate.com late.com "
    "kate.com rate.com hate.com kakao.co"
)
NEIGHBOURS = frozenset(_NEIGHBOURS.split())
"""Domains of their own that are one letter away from a service: they are left alone."""
WRONG_ENDING = {
    "hanmail.com": "hanmail.net", "daum.com": "daum.net", "naver.net": "naver.com",
    "naver.co.kr": "naver.com", "gmail.co.kr": "gmail.com", "gmail.net": "gmail.com",
    "hanmail.co.kr": "hanmail.net", "nate.co.kr": "nate.com",
}  # fmt: skip
"""Services under an ending at which nobody has a box."""
_ROLES = (
    "admin administrator webmaster postmaster hostmaster root info contact help support "
    "sales marketing office hr recruit jobs master manager cs service notice news "
    "newsletter noreply no-reply donotreply billing account accounts tax abuse security "
    "privacy press pr"
)
ROLES = frozenset(_ROLES.split())
"""Names in front of the @ behind which an office sits and no person."""
_THROW_AWAY = (
    "mailinator.com guerrillamail.com 10minutemail.com temp-mail.org tempmail.com "
    "yopmail.com trashmail.com sharklasers.com getnada.com dispostable.com maildrop.cc "
    "throwawaymail.com fakeinbox.com mintemail.com mohmal.com emailondeck.com moakt.com "
    "tempail.com spamgourmet.com mailnesia.com ruu.kr"
)
THROW_AWAY = frozenset(_THROW_AWAY.split())
"""Services whose boxes are gone after minutes."""


def email(text: str) -> tuple[str, str]:
    """(as written, in small letters) of a mail address."""
    if not text or text == "-":
        return "", ""
    if len(text) > 254 or not MAIL.fullmatch(text) or ".." in text:
        raise ValueError("email_form")
    return text, text.lower()


def is_role(address: str) -> bool:
    """Whether an office reads it, such as info@ or sales@."""
    return address.partition("@")[0].lower() in ROLES


def is_throw_away(address: str) -> bool:
    """Whether its service lends boxes for minutes."""
    return address.rpartition("@")[2].lower() in THROW_AWAY


@lru_cache(maxsize=20_000)
def meant_domain(domain: str) -> str:
    """The mail service that was meant, when a letter or the ending is wrong; "" otherwise."""
    domain = domain.lower()
    if domain in DOMAINS or domain in NEIGHBOURS:
        return ""
    if domain in WRONG_ENDING:
        return WRONG_ENDING[domain]
    return next((service for service in DOMAINS if _one_slip(domain, service)), "")


def _one_slip(written: str, meant: str) -> bool:
    """Whether one letter is missing, too many or wrong, or two stand the wrong way round."""
    if abs(len(written) - len(meant)) > 1 or written == meant:
        return False
    at = next((n for n, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), None)
    if at is None:
        return True
    rest, wanted = written[at:], meant[at:]
    swapped = rest[1::-1] + rest[2:] if len(rest) > 1 else rest
    return wanted in (swapped, *(_changed(rest, wanted)))


def _changed(rest: str, wanted: str) -> Iterator[str]:
    yield rest[1:]
    yield wanted[0] + rest
    yield wanted[0] + rest[1:]


def mended(text: str) -> Iterator[str]:
    """What an address that is none was probably meant to be, the likeliest first."""
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
