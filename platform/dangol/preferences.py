"""What one user has set for themselves: layout, density, widths. A port; `tenants` implements it.

Values are JSON. A code is a path of words, such as `portal`, `list/base.customer/columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Protocol


class Preferences(Protocol):
    """Keeps each user's settings in their company."""

    def read(self, user: Any, code: str) -> Any:
        """What the user has set, or None."""

    def bring(self, user: Any, codes: Collection[str]) -> None:
        """Reads them together; who then reads one of them finds it."""

    def keep(self, user: Any, code: str, value: Any) -> None:
        """Sets it; None forgets it."""

    def change(self, user: Any, code: str, change: Callable[[Any], Any]) -> None:
        """Sets what `change` makes of it; two changes of one user come one after the other."""

    def speak(self, user: Any, language: str) -> None:
        """The user has switched to this language: mails and other browsers follow."""


_kept: list[Preferences] = []


def register_preferences(preferences: Preferences) -> None:
    """Called once at start by the layer that knows users."""
    _kept[:] = [preferences]


def read(user: Any, code: str, default: Any = None) -> Any:
    """What the user has set under this code, else the default."""
    found = _kept[0].read(user, code)
    return default if found is None else found


def bring(user: Any, codes: Collection[str]) -> None:
    """Reads them together, for a page that will read each: until one is set, they are at hand."""
    _kept[0].bring(user, codes)


def keep(user: Any, code: str, value: Any) -> None:
    """Sets it for this user; None forgets it."""
    _kept[0].keep(user, code, value)


def change(user: Any, code: str, change: Callable[[Any], Any]) -> None:
    """Sets what `change` makes of what is set (None: nothing is), and loses no other change."""
    _kept[0].change(user, code, change)


def speak(user: Any, language: str) -> None:
    """Keeps the language that the user has switched to."""
    _kept[0].speak(user, language)
