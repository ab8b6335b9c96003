"""Numbers of the status board about outside material (A4, A20)."""

from __future__ import annotations

from typing import Any

from dangol.portal.board import Count, of_list
from modules.materials.models import State
from modules.materials.records import material_record


def new(user: Any) -> Count:
    """Material that nobody has looked through yet, as far as the user sees it."""
    return of_list(material_record, user, {"state": State.NEW.value})
