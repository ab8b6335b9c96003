"""Toasts: what was done, and the way back; they outlive a redirect (U4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

UNDO = "undo:"
"""Marks the tag that carries the address; Django keeps tags beside each message, signed."""


def undoable(request: HttpRequest, text: str, undo_url: str) -> None:
    """Shows `text` on the next page, with a button that posts to `undo_url`.

    The address is a path of our own; anything else is a mistake of the caller: ValueError.
    """
    if not is_own_path(undo_url):
        raise ValueError(f"Undo goes to a path of our own, not to {undo_url!r}.")
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}")


def undo_of(message: Message) -> str:
    """The address that takes back what the message tells, or ""."""
    tag = message.extra_tags or ""
    address = tag.removeprefix(UNDO)
    return address if tag.startswith(UNDO) and is_own_path(address) else ""


def is_own_path(address: str) -> bool:
    """Whether this is a path on the host it is shown on: no scheme, no other host."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def triggered(response: HttpResponse, events: Mapping[str, Any]) -> HttpResponse:
    """The answer to htmx, with events for the page; `toast` shows one."""
    response["HX-Trigger"] = json.dumps(events)
    return response
