"""Port: ways to divide all customers into segments, as conditions of their list (B33, B34).

This module knows none. Who scores customers registers theirs at start, such as clubs by profit
and loyalty; the list of customers then narrows to a club, or to one cell of its grid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from dangol.registry import Text


def _everybody(user: Any) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Segmentation:
    """One way to divide them (고객 세분화): every customer is in exactly one of its cells.

    code     stands in addresses and kept views: never renamed
    options  () -> [(value, words)] of its clubs and cells, of the present company
    q        value -> the customers who are in it
    fields   of the customer that it reads: hidden from somebody, it is neither offered nor taken
    is_open  whether this user may know what else it reads
    """

    code: str
    label: Text
    options: Callable[[], list[tuple[str, str]]]
    q: Callable[[str], Q]
    fields: tuple[str, ...] = ()
    is_open: Callable[[Any], bool] = _everybody


_known: dict[str, Segmentation] = {}


def register_segmentation(segmentation: Segmentation) -> None:
    """Called by ready hooks."""
    _known[segmentation.code] = segmentation


def segmentations() -> list[Segmentation]:
    """All of them, in the order in which they were registered."""
    return list(_known.values())
