"""What the frame around each screen asks for: favourites' stars, the way back of a toast."""

from __future__ import annotations

import zlib
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.utils.safestring import SafeString

from dangol import toasts

register = template.Library()


@register.filter
def undo_address(message: Message) -> str:
    """Where the undo button of a message posts to, or "" when it has none."""
    return toasts.undo_of(message)


@register.simple_tag(takes_context=True)
def star(
    context: Context,
    record: str = "",
    key: Any = "",
    *,
    url: str = "",
    label: str = "",
    icon: str = "star",
) -> SafeString | str:
    """The button that keeps a record or a screen among the favourites (`parts/star.html`).

    A record: `{% star record.code instance.pk %}`. A screen, with the query it has at the moment:
    `{% star label=title icon="users" %}`. Nothing outside a company's own screens.
    """
    navigation = context.get("navigation")
    if navigation is None or not hasattr(navigation, "kept"):
        return ""
    thing = (record, str(key)) if record else ("", "")
    url = "" if record else url or context["request"].get_full_path()
    facts = {
        "thing": thing,
        "url": url,
        "label": label,
        "icon": icon,
        "kept": navigation.kept(thing=thing, url=url),
        "star_id": star_id(thing, url),
    }
    with context.push(**facts):
        found = context.template.engine.get_template("parts/star.html")  # type: ignore[union-attr]
        return found.render(context)


def star_id(thing: tuple[str, str], url: str) -> str:
    """The id of a star's element, the same wherever it is drawn."""
    return f"star-{thing[1]}" if thing[0] else f"star-{zlib.crc32(url.encode()):08x}"
