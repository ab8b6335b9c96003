"""What the frame around each screen asks for: the way back of a toast."""

from __future__ import annotations

from django import template
from django.contrib.messages.storage.base import Message

from dangol import toasts

register = template.Library()


@register.filter
def undo_address(message: Message) -> str:
    """Where the undo button of a message posts to, or "" when it has none."""
    return toasts.undo_of(message)
