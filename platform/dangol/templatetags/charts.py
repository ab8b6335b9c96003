"""What a chart shows, for its table: `{% chart_rows data as rows %}` (U10).

A chart's data is a dict, the same for the drawing and the table:
`labels` (a word for each place), `series` (each `name`, `values`, and if wanted `kind` bar or line,
`tone` good, careful, bad or rest, `unit`), and if wanted `links` (an address for each place).
"""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def chart_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each label: the label, its address or "", and the value of each series."""
    links = data.get("links") or []
    return [
        {
            "label": label,
            "link": links[place] if place < len(links) else "",
            "values": [one["values"][place] for one in data["series"]],
        }
        for place, label in enumerate(data.get("labels", ()))
    ]
