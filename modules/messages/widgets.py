"""The tile and the number of the portal about messages (A8, A26)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.portal.board import Count
from modules.messages.queries import boxes

LINES = 6


def received(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The newest messages; a dot for those not read yet."""
    lines = boxes.page(user, boxes.Asked(box=boxes.RECEIVED), most=LINES).lines
    return {"lines": lines, "count": boxes.unread(user) or "", "more": reverse("messages:box")}


def unread(user: Any) -> Count:
    """Messages that the user has not read."""
    address = f"{reverse('messages:box')}?unread=yes"
    rows = boxes.unread_rows(user)
    return Count(rows, address, remark=_("to be read"), kind="warn", if_any=True)
