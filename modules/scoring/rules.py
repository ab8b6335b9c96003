"""The rules by which customers are scored, as one value (B15-B19, B32).

A company's own are kept as JSON in `RuleSet`; what a rule set does not say is as it is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from modules.base.models.grade import Grade
from modules.base.reactions import reactions
from modules.scoring.matrices import MATRICES, Matrix, read_matrix

YEARS, REACTIONS = "years", "reactions"
"""What loyalty is told by: purchases of years (01101), or reactions."""
STEPS = 5
"""The best of each of R, F and M."""
MOST_YEARS = 10
NOTHING = (0, 0, 0)
KINDS = ("interest", "favour", "loyalty")
"""What a reaction gives points for, in their order in `Rules.points`."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Borders and points.

    window           months of reactions that count
    points           {code of a reaction: (interest, favour, loyalty)} for one of it
    rfm_months       months of orders that count for frequency and money
    recency          days since the last order up to which it is a 5, 4, 3, 2
    frequency, money orders, and won, from which on it is a 2, 3, 4, 5
    rfm_weights      of recency, frequency and money
    loyalty_by       `years` or `reactions`
    years            calendar years of the purchase pattern, this one included
    loyalty_borders  points from which on loyalty is A+, A, B; below it is C
    grade_weights    of profit contribution and loyalty
    grade_borders    points from which on the grade is A+, A, B; below it is C
    new_months       months after the first order in which a customer is new
    repeat_orders    orders from which on somebody buys again
    dormant_months   months without an order after which one is dormant; `churned_months` gone
    intervals        days between two contacts for A+, A, B, C and for no grade; 0 for no cycle
    segments         {code of a segmentation: how it cuts its axes, and into which clubs}
    """

    window: int = 3
    points: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    rfm_months: int = 24
    recency: tuple[int, ...] = (30, 90, 180, 365)
    frequency: tuple[int, ...] = (2, 4, 8, 15)
    money: tuple[int, ...] = (500_000, 2_000_000, 10_000_000, 30_000_000)
    rfm_weights: tuple[int, ...] = (1, 1, 1)
    loyalty_by: str = YEARS
    years: int = 5
    loyalty_borders: tuple[int, ...] = (80, 60, 30)
    grade_weights: tuple[int, ...] = (70, 30)
    grade_borders: tuple[int, ...] = (75, 50, 25)
    new_months: int = 6
    repeat_orders: int = 2
    dormant_months: int = 12
    churned_months: int = 24
    intervals: tuple[int, ...] = (14, 30, 60, 90, 90)
    segments: Mapping[str, Matrix] = field(default_factory=lambda: dict(MATRICES))

    def given(self, code: str) -> tuple[int, int, int]:
        """Points of one reaction: the company's, or those that it was declared with."""
        own = self.points.get(code)
        if own is not None:
            return own
        found = next((each for each in reactions() if each.code == code), None)
        return (found.interest, found.favour, found.loyalty) if found else NOTHING

    def days(self) -> dict[int | None, int]:
        """{grade, None for none: days}, without those that have no cycle."""
        places: tuple[int | None, ...] = (*Grade.values, None)
        return {place: days for place, days in zip(places, self.intervals, strict=True) if days}

    def scores_as(self, other: Rules) -> bool:
        """Whether both give the same scores: segments are read off them, whatever they are."""
        return replace(self, segments=other.segments) == other

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            **asdict(self),
            "points": {code: list(each) for code, each in self.points.items()},
            "segments": {code: each.kept() for code, each in self.segments.items()},
        }


def read(kept: Mapping[str, Any]) -> Rules:
    """The rules of a kept set; what it lacks is the default, what is unknown is left alone."""
    known = {each.name for each in fields(Rules)} - {"points", "segments"}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept.items()
        if name in known
    }
    points = {code: (p[0], p[1], p[2]) for code, p in kept.get("points", {}).items()}
    own = kept.get("segments", {})
    segments = {
        code: read_matrix(own[code]) if code in own else usual for code, usual in MATRICES.items()
    }
    return replace(Rules(points=points, segments=segments), **values)
