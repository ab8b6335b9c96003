"""Numbers of the status board about innovation tasks (A4, A37)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dangol.portal.board import Count, of_list
from modules.innovation.queries.standing import BEHIND, LATE
from modules.innovation.records import task_record

MINE = {"owner": ["me"], "standing": [LATE, BEHIND]}


def behind(user: Any) -> Count:
    """The user's own tasks that are late or behind their plan."""
    return replace(of_list(task_record, user, MINE), kind="warn")
