"""The line above a screen that a colleague showed: who, and what was written with it (A30).

Opening a hint remembers it in the session for the screen it leads to; that screen shows it once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.http import HttpRequest

from tenants.hints.queries import boxes

if TYPE_CHECKING:
    from tenants.hints.models import Hint

KEPT = "hint"


def remember(request: HttpRequest, hint: Hint) -> None:
    """The next screen at the hint's path tells of it."""
    request.session[KEPT] = {"hint": str(hint.pk), "path": unquote(urlsplit(hint.url).path)}


def take(request: HttpRequest, user: Any) -> boxes.Line | None:
    """The hint that led to this screen, if one did and it is still the user's."""
    kept = request.session.get(KEPT)
    if kept is None or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    line = boxes.one(user, UUID(kept["hint"]))
    return line if line is not None and line.receipt is not None else None
