"""The round (people) and square (companies) marks that stand for a name."""

from __future__ import annotations

import re
import zlib

from django import template

register = template.Library()

LEGAL_FORMS = re.compile(r"^(㈜|\(주\)|\(유\)|\(사\)|주식회사|유한회사)\s*")
HUES = 12


@register.filter
def initial(name: str | None) -> str:
    """The first letter or syllable that tells names apart: ㈜한빛물산 gives 한."""
    return LEGAL_FORMS.sub("", (name or "").strip())[:1].upper() or "?"


@register.filter
def hue(name: str | None) -> int:
    """A fixed hue of the name in degrees, one of twelve that can be told apart."""
    return zlib.crc32((name or "").encode()) % HUES * (360 // HUES)
