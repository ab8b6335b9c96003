"""`{% go_keys user as lines %}`: the commands that a key leads to from every screen (U3)."""

from __future__ import annotations

from typing import Any

from django import template

from dangol.palette import commands

register = template.Library()


@register.simple_tag
def go_keys(user: Any) -> list[commands.Command]:
    """What this user may reach by keys such as `g c`."""
    return commands.with_keys(user)


@register.filter
def keycaps(shortcut: str) -> list[str]:
    """The keys of a shortcut as they stand on the keyboard: "g c" gives G and C."""
    return [key.upper() if len(key) == 1 else key for key in shortcut.split()]
