"""What the frame around each screen asks for: favourites' stars, the way back of a toast."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.utils.safestring import SafeString

from dangol import toasts

register = template.Library()

HERE = "star-here"
"""Id of the star of the screen itself; a page has one."""


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
    `{% star label=title icon="users" %}`; a list whose query changes in place says its `url` and is
    drawn again with `is_changed` in the context. Nothing outside a company's own screens.
    """
    navigation = context.get("navigation")
    if navigation is None or not hasattr(navigation, "kept"):
        return ""
    thing = (record, str(key)) if record else ("", "")
    url = "" if record else (url or context["request"].get_full_path()).rstrip("?")
    facts = {
        "thing": thing,
        "url": url,
        "label": label,
        "icon": icon,
        "kept": navigation.kept(thing=thing, url=url),
        "star_id": f"star-{key}" if record else HERE,
    }
    with context.push(**facts):
        found = context.template.engine.get_template("parts/star.html")  # type: ignore[union-attr]
        return found.render(context)
