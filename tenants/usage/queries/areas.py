"""Which part of the product a screen belongs to, as its menu calls it (A22)."""

from __future__ import annotations

from functools import cache

from dangol import registry
from dangol.about_records import Text
from dangol.records.types import of_view


def area_of(screen: str) -> str:
    """The words of the part that a screen belongs to: a record type, a line of a menu, a module."""
    record = of_view(screen)
    if record is not None:
        return str(record.plural)
    for beginning, words in _menu():
        if screen.startswith(beginning):
            return str(words)
    layer = screen.partition(":")[0]
    return next((str(d.label) for d in registry.declarations() if d.code == layer), screen)


@cache
def _menu() -> list[tuple[str, Text]]:
    """(how names of addresses begin, words) of the lines of menus, the longest beginning first."""
    found = {
        item.url_name.removesuffix("-list"): item.label
        for declaration in registry.declarations()
        for item in declaration.menu
    }
    return sorted(found.items(), key=lambda pair: -len(pair[0]))
