"""Mail addresses as people choose them: short, each given once (X1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count

from modules.base.demo.names import family_in_latin, romanised

PERSONAL = ("mail.example", "post.example", "inbox.example", "letter.example")
"""Where people without a firm have their mail."""
HOUSE_FORMS = 4
"""How many of the forms a firm may have made its own."""


@cache
def forms(family: str, given: str) -> tuple[str, ...]:
    """The ways to write a name in an address, those that firms use first; none ends in a digit."""
    last = family_in_latin(family)
    parts = [romanised(syllable) for syllable in given]
    whole, initials = "".join(parts), "".join(part[0] for part in parts)
    return (
        f"{initials}.{last}", f"{whole}.{last}", f"{initials}{last}", f"{last}.{initials}",
        f"{last}{initials}", f"{whole}{last}", f"{last}{whole}", f"{whole}.{last[0]}",
        f"{last}.{whole}", f"{whole}{last[0]}", f"{initials}_{last}", f"{last}_{initials}",
    )  # fmt: skip


class Mailboxes:
    """The addresses of one block of customers.

    Within a block none is given twice. From the second on they end in its number, as others do in
    a year of birth (yj.jeong7@), so that no block has to know what another gave.
    """

    def __init__(self, block: int) -> None:
        self._end = str(block) if block else ""
        self._given: set[str] = set()

    def take(self, ways: Sequence[str], domain: str, wanted: int) -> str:
        """The first of these ways that is free at the domain, from the `wanted` one on."""
        tail = f"{self._end}@{domain}"
        address = f"{ways[wanted]}{tail}"
        if address in self._given:
            address = next(each for each in _others(ways, tail) if each not in self._given)
        self._given.add(address)
        return address


def _others(ways: Sequence[str], tail: str) -> Iterator[str]:
    """All ways, then the first with letters after it, without end."""
    yield from (f"{way}{tail}" for way in ways)
    for number in count():
        yield f"{ways[0]}.{_letters(number)}{tail}"


def _letters(number: int) -> str:
    """a, b ... z, aa, ab ..."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + "abcdefghijklmnopqrstuvwxyz"[last]
