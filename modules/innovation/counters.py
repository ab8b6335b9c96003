"""Numbers of the status board about innovation tasks (A4, A37)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dangol.portal.board import CAP, Count
from dangol.records.lists.selection import read_selection
from modules.innovation.queries.standing import BEHIND, LATE
from modules.innovation.records import task_record

MINE = {"owner": ["me"], "standing": [LATE, BEHIND]}


def behind(user: Any) -> Count:
    """The user's own tasks that are late or behind their plan."""
    selection = read_selection(task_record, user, MINE, strict=True)
    count = selection.of(task_record.visible_to(user))[: CAP + 1].count()
    address = f"{reverse('innovation:task-list')}?{urlencode(MINE, doseq=True)}"
    return Count(count, address, kind="warn" if count else "")
