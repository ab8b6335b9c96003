"""Numbers of the status board about clean data (A4, B23)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dangol.portal.board import Count, of_list
from modules.cleansing.records import fault_record


def open_faults(user: Any) -> Count:
    """Errors that nobody cleared up yet."""
    return replace(of_list(fault_record, user, {"state": "open"}), kind="warn")
