"""Slips of the hand in mail addresses: what is no address, and what was probably meant (P2)."""

from __future__ import annotations

from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken

COMMON = (
    "naver.com",
    "gmail.com",
    "daum.net",
    "hanmail.net",
    "kakao.com",
    "nate.com",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "yahoo.com",
)
LIKE_THEM = frozenset(["mail.com", "email.com", "ymail.com", "gmx.com", "live.com", "me.com"])
"""Domains that people have, though they look like slips of the common ones."""
ENDINGS = {
    ".con": ".com",
    ".cmo": ".com",
    ".comm": ".com",
    ".co.rk": ".co.kr",
    ".co.ke": ".co.kr",
    ".cokr": ".co.kr",
    ".co,kr": ".co.kr",
    ".nett": ".net",
}
"""Wrong ends of domains that nobody has."""
LIKENESS = 0.85


def check(address: str) -> None:
    """Raises RuleBroken when the text cannot be a mail address."""
    domain = address.rpartition("@")[2]
    if "@" in address and "." not in domain:
        raise RuleBroken(
            "email_ending",
            _("Check the end of the mail address, such as .com or .co.kr."),
            field="email",
        )
    try:
        validate_email(address)
    except ValidationError as error:
        raise RuleBroken(
            "email_form", _("Enter a mail address such as name@company.co.kr."), field="email"
        ) from error


def meant(address: str) -> str:
    """The address that was probably meant, or "" when this one looks right."""
    local, _at, domain = address.strip().rpartition("@")
    domain = domain.lower()
    if not local or domain in COMMON or domain in LIKE_THEM:
        return ""
    for wrong, right in ENDINGS.items():
        if domain.endswith(wrong):
            return f"{local}@{domain.removesuffix(wrong)}{right}"
    close = get_close_matches(domain, COMMON, n=1, cutoff=LIKENESS)
    return f"{local}@{close[0]}" if close else ""
