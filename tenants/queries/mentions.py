"""Colleagues who are called in a text: @최민호 (U9).

A name ends where no letter follows, or where a Korean particle, a title or 님 does. Of two names
that fit, the longer one is meant; of two people with one name, both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from tenants.people.models import User
from tenants.queries import naming

MOST = 20
"""People who are told by one text: beyond that it is a circular, not a note."""
AT = re.compile(r"(?<![\w.+-])@")
"""An @ that begins a word: the one inside a mail address does not."""
FOLLOWS = re.compile(
    r"(?:님|씨|군|양|(?:대리|주임|사원|과장|차장|부장|팀장|실장|본부장|이사|상무|전무|대표)(?:님)?)?"
    r"(?:이랑|랑|에게서|에게|한테|께서|께|이가|이는|이|가|은|는|을|를|과|와|도|의|만|이나|나|아|야)?"
    r"(?:요)?(?!\w)"
)


class Call(NamedTuple):
    """One @name in a text: from its @ to the end of the name."""

    start: int
    end: int
    name: str


def in_text(text: str) -> list[User]:
    """The active colleagues who are called in the text, each once."""
    if "@" not in text:
        return []
    people = list(User.objects.filter(is_active=True).order_by("name", "pk"))
    called = {call.name for call in calls(text, {each.name for each in people})}
    return [each for each in people if each.name in called][:MOST]


def names() -> frozenset[str]:
    """Everybody's name: of those, too, who do not work here any more, for older texts."""
    return frozenset(naming.people().values())


def calls(text: str, known: Iterable[str]) -> Iterator[Call]:
    """Every place where one of the known names is called."""
    by_length = sorted((name for name in known if name), key=len, reverse=True)
    for found in AT.finditer(text):
        start = found.end()
        for name in by_length:
            if text.startswith(name, start) and FOLLOWS.match(text, start + len(name)):
                yield Call(found.start(), start + len(name), name)
                break


def marker(texts: Iterable[str]) -> Callable[[str], SafeString]:
    """What sets the names off in each of these texts; nobody is asked for where none is called."""
    known = names() if any("@" in text for text in texts) else frozenset()
    return partial(marked, known=known)


def marked(text: str, known: Iterable[str]) -> SafeString:
    """The text as HTML, with the names that are called set off."""
    parts, at = [], 0
    for call in calls(text, known):
        parts.append(escape(text[at : call.start]))
        parts.append(format_html('<span class="mention">{}</span>', text[call.start : call.end]))
        at = call.end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  (every part is escaped)
