"""Lines of the menus that change how a list is looked at (U1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: its words, where it leads, whether it is on."""

    words: str
    address: str
    is_on: bool = False
    icon: str = ""
