"""`{{ name|josa:"이/가" }}` writes a word with the particle that fits its sound."""

from __future__ import annotations

from django import template

from dangol.i18n import josa as particles

register = template.Library()


@register.filter
def josa(word: object, pair: str) -> str:
    """The word and its particle: 고객이, 회사가."""
    return particles.with_josa(str(word), pair)


@register.filter
def settled(sentence: object) -> str:
    """A sentence whose particles fit their words: “A”로 for “A”(으)로."""
    return particles.settled(str(sentence))
