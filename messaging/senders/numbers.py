"""Which numbers texts may come from, by the rules of the Korean register (발신번호 체계) (S1)."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken

SHAPES = (
    r"02\d{7,8}",
    r"0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])\d{7,8}",
    r"010\d{8}",
    r"01[16789]\d{7,8}",
    r"(?:15|16|18)\d{6}",
    r"030\d{8,9}",
    r"050\d{8,9}",
    r"060\d{7,8}",
    r"070\d{8}",
    r"080\d{7,8}",
)
"""Seoul, areas, mobiles, common service numbers, 030/050, and 060, 070, 080."""
GOOD = re.compile("|".join(f"(?:{shape})" for shape in SHAPES))
WITH_COUNTRY = re.compile(r"\s*(?:\+|00\d|\(?\+?82\b)")
AREA_AND_SERVICE = re.compile(r"0(?:2|[3-6]\d)(?:15|16|18)\d{6}")
WRITTEN = re.compile(r"[\d\s().-]+")


def checked(text: str, *, field: str = "number") -> str:
    """The digits. RuleBroken with what is wrong with it."""
    digits = re.sub(r"\D", "", text)
    if WITH_COUNTRY.match(text) or (digits.startswith("82") and len(digits) > 8):
        raise RuleBroken(
            "country",
            _("Write the number without a country code: 02-339-7020 instead of +82 2 339 7020."),
            field=field,
        )
    if not WRITTEN.fullmatch(text):
        raise RuleBroken(
            "letters", _("Write one number alone, in digits and hyphens."), field=field
        )
    if AREA_AND_SERVICE.fullmatch(digits):
        raise RuleBroken(
            "area_code",
            _("Numbers such as 1588-0000 have no area code. Write the eight digits alone."),
            field=field,
        )
    if not GOOD.fullmatch(digits):
        raise RuleBroken(
            "shape",
            _(
                "No number that may be a sender. Fixed lines with their area code, mobiles, 070,"
                " 080, 030, 050, 060 and eight-digit 15, 16, 18 numbers can be."
            ),
            field=field,
        )
    return digits
