"""`{{ name|josa:"이/가" }}` writes a word with the particle that fits its sound."""

from __future__ import annotations

from django import template

from dangol.i18n.josa import with_josa

register = template.Library()


@register.filter
def josa(word: object, pair: str) -> str:
    """The word and its particle: 고객이, 회사가."""
    return with_josa(str(word), pair)
