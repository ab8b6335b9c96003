"""`{% sparkline values "Last 8 weeks" %}`: a small line with its last point marked (U10)."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

WIDTH, HEIGHT, EDGE = 44, 18, 3


@register.simple_tag
def sparkline(values: Iterable[float | int], label: str, tone: str = "") -> SafeString:
    """Drawn by the server, 44 x 18. `label` is said aloud; fewer than two values draw nothing.

    `tone` colours the last point: ok, warn, err; none is the accent.
    """
    points = places([float(value) for value in values])
    if len(points) < 2:
        return SafeString("")
    x, y = points[-1]
    return format_html(
        '<svg class="sparkline {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        tone,
        WIDTH,
        HEIGHT,
        label,
        " ".join(f"{left:.1f},{top:.1f}" for left, top in points),
        f"{x:.1f}",
        f"{y:.1f}",
    )


def places(values: list[float]) -> list[tuple[float, float]]:
    """Where each value stands in the drawing; equal values stand in the middle."""
    if len(values) < 2:
        return []
    low, high = min(values), max(values)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    span = HEIGHT - 2 * EDGE
    return [
        (
            EDGE + place * step,
            HEIGHT / 2 if high == low else EDGE + span * (high - v) / (high - low),
        )
        for place, v in enumerate(values)
    ]
