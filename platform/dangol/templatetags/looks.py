"""`{% group_figures listing group %}`: the cells behind a group's name (U1)."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dangol.records.lists.listing import Listing
from dangol.records.looks.heads import Group

register = template.Library()
EMPTY = SafeString("<td></td>")


@register.simple_tag
def group_figures(listing: Listing, group: Group) -> SafeString:
    """One cell for each column but the first; those that are added up hold their figure."""
    cells = (
        format_html('<td class="right num" title="{}">{}</td>', head.how_words, figure)
        if (figure := group.figures.get(head.column.name))
        else EMPTY
        for head in listing.heads[1:]
    )
    return format_html_join("", "{}", ((cell,) for cell in cells))
