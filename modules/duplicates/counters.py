"""Numbers of the status board about duplicates (A4)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from dangol.portal.board import Count
from modules.duplicates.kinds import KINDS
from modules.duplicates.queries import queue


def waiting(user: Any) -> Count:
    """Pairs of customers that wait for somebody to look at them."""
    pairs = queue.waiting(KINDS["base.customer"], user)
    return Count(queue.count(pairs), reverse("duplicates:customer-queue"))
