"""`{% glyph "lifecycle" "new" "신규" %}`: a small sign that fills with progress (U10).

Families: `lifecycle` of customers, `stage` of deals (a share in percent, won or lost), `send` of
campaigns, `scope` of a permission, and `pie` (a share in percent) for lists of one's own. A sign
never stands alone: give its word as the third argument, or write it beside.
"""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dangol.templatetags.icons import icon

register = template.Library()

LIFECYCLE: dict[str, tuple[str, str]] = {
    "prospect": ("dashed", "wait"),
    "new": ("25", "info"),
    "existing": ("50", "ok"),
    "repeat": ("check", "ok"),
    "dormant": ("pause", "warn"),
    "lost": ("cross", "err"),
}
SEND: dict[str, tuple[str, str]] = {
    "draft": ("pencil-line", "wait"),
    "waiting": ("circle-dashed", "wait"),
    "reserved": ("clock", "wait"),
    "running": ("loader-circle", "active"),
    "insufficient": ("wallet", "warn"),
    "limited": ("octagon-pause", "err"),
    "paused": ("pause", "wait"),
    "done": ("check", "ok"),
    "cancelled": ("x", "wait"),
}
SCOPE: dict[str, tuple[str, str]] = {
    "none": ("ring", "wait"),
    "own": ("25", "active"),
    "team": ("50", "active"),
    "all": ("disc", "active"),
}
FAMILIES = {"lifecycle": LIFECYCLE, "scope": SCOPE}

RING = '<circle cx="7" cy="7" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/>'
DASHED = RING.replace("/>", ' stroke-dasharray="2.2 1.4"/>')
PIE = (
    RING + '<circle cx="7" cy="7" r="2" fill="none" stroke="currentColor" stroke-width="4"'
    ' stroke-dasharray="{length} 20" transform="rotate(-90 7 7)"/>'
)
FULL = '<circle cx="7" cy="7" r="6.5" fill="currentColor"/>'
LINE = (
    '<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"'
    ' stroke-linecap="round" stroke-linejoin="round"/>'
)
DRAWINGS = {
    "ring": RING,
    "dashed": DASHED,
    "disc": FULL,
    "check": FULL + LINE.format(path="M4.2 7.2 6.2 9.2 9.9 5.2", colour="var(--color-base-100)"),
    "pause": RING + LINE.format(path="M5.7 5.2v3.6M8.3 5.2v3.6", colour="currentColor"),
    "cross": RING + LINE.format(path="M5.2 5.2l3.6 3.6M8.8 5.2l-3.6 3.6", colour="currentColor"),
}
TURN = 12.566
"""The length of a whole turn of the pie's inner circle (radius 2)."""


@register.simple_tag
def glyph(family: str, code: object, word: object = "", size: int | str = 14) -> SafeString:
    """The sign of a state, with its word when one is given.

    `size` in pixels. LookupError for a family or a code that does not exist.
    """
    sign, tone = drawing(family, str(code), int(size))
    if not word:
        return format_html('<span class="glyph {}">{}</span>', tone, sign)
    return format_html(
        '<span class="status"><span class="glyph {}">{}</span>{}</span>', tone, sign, word
    )


@cache
def drawing(family: str, code: str, size: int = 14) -> tuple[SafeString, str]:
    """The <svg> of a state and its tone: wait, active, info, ok, warn or err."""
    if family == "send":
        name, tone = _found(SEND, family, code)
        return icon(name, size), tone
    if family == "stage":
        shape, tone = {"won": ("check", "ok"), "lost": ("cross", "err")}.get(code, (code, "grey"))
        return _svg("dashed" if shape == "0" else shape, size), tone
    if family == "pie":
        return _svg(code, size), "active"
    if family not in FAMILIES:
        raise LookupError(f"There is no family of glyphs called {family!r}.")
    shape, tone = _found(FAMILIES[family], family, code)
    return _svg(shape, size), tone


def _found(shapes: dict[str, tuple[str, str]], family: str, code: str) -> tuple[str, str]:
    if code not in shapes:
        raise LookupError(f"The code of a {family} is one of {', '.join(shapes)}, not {code!r}.")
    return shapes[code]


def _svg(shape: str, size: int) -> SafeString:
    """A drawing by its name, or a pie for a number of percent."""
    inside = DRAWINGS.get(shape)
    if inside is None:
        share = min(100.0, max(0.0, float(shape)))
        inside = PIE.format(length=f"{share * TURN / 100:.2f}") if share else RING
    return format_html(
        '<svg width="{0}" height="{0}" viewBox="0 0 14 14" aria-hidden="true">{1}</svg>',
        size,
        mark_safe(inside),  # noqa: S308  (drawn above, no input)
    )
