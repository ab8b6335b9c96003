"""`{% icon "users" %}` draws a Lucide icon inline, in the colour of the text around it."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SHAPES = Path(__file__).resolve().parents[1] / "static" / "dist" / "icons.json"
"""Written by the front-end build from lucide-static: the inside of each <svg> by name."""


@cache
def shapes() -> dict[str, str]:
    """Every icon by its Lucide name. FileNotFoundError while the front end is not built."""
    loaded: dict[str, str] = json.loads(SHAPES.read_text())
    return loaded


@register.simple_tag
def icon(name: str, size: int | str = 16, css_class: str = "") -> SafeString:
    """The icon, hidden from screen readers: a word beside it or a label around it says the same.

    Sizes other than 16 are in pixels. An unknown name is a mistake in the template: LookupError.
    """
    return _drawn(name, str(size), css_class)


@lru_cache(maxsize=2_000)
def _drawn(name: str, size: str, css_class: str) -> SafeString:
    if name not in shapes():
        raise LookupError(f"Lucide has no icon called {name!r}.")
    style = "" if size == "16" else f"width:{int(size)}px;height:{int(size)}px"
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true"{}>{}</svg>',
        f" {css_class}" if css_class else "",
        format_html(' style="{}"', style) if style else "",
        mark_safe(shapes()[name]),  # noqa: S308  (our own build's file, not input)
    )
