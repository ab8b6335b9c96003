"""The colleague whom a file names, by mail address or by name (U5)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model


class People:
    """Everybody who works here; read when the first name is asked for."""

    def find(self, text: str) -> Any:
        """The colleague's id; ValueError with a code for a stranger, and for a name of several."""
        word = _plain(text)
        if word in ("", "-"):
            return None
        if word in self._several:
            raise ValueError("person_several")
        try:
            return self._known[word]
        except KeyError:
            raise ValueError("person_unknown") from None

    @cached_property
    def _known(self) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for pk, name, email in self._all:
            known.setdefault(_plain(name), pk)
            known[_plain(email)] = pk
        return known

    @cached_property
    def _several(self) -> set[str]:
        names = [_plain(name) for _pk, name, _email in self._all]
        return {name for name in names if names.count(name) > 1}

    @cached_property
    def _all(self) -> list[tuple[Any, str, str]]:
        working = get_user_model()._default_manager.filter(is_active=True)
        return list(working.values_list("pk", "name", "email"))


def _plain(text: str) -> str:
    return text.replace(" ", "").lower()
