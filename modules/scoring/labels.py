"""What the rules of scores are called, on the settings' screen and in the audit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.registry import Text

RULES: dict[str, Text] = {
    "window": _("Reactions of the last … months"),
    "points": _("Points of reactions"),
    "rfm_months": _("Orders of the last … months"),
    "recency": _("Recency: days since the last order, up to which it is"),
    "frequency": _("Frequency: orders, from which on it is"),
    "money": _("Money: won, from which on it is"),
    "rfm_weights": _("Weights of recency, frequency, money"),
    "loyalty_by": _("Loyalty is told by"),
    "years": _("Years of the purchase pattern"),
    "loyalty_borders": _("Loyalty: points from which on it is"),
    "grade_weights": _("Weights of profit contribution and loyalty"),
    "grade_borders": _("Grade: points from which on it is"),
    "new_months": _("New for … months after the first order"),
    "repeat_orders": _("Buys again from … orders on"),
    "dormant_months": _("Dormant after … months without an order"),
    "churned_months": _("Churned after … months without an order"),
    "intervals": _("Days between two contacts"),
}
SEGMENTATIONS: dict[str, Text] = {"club": _("Clubs"), "equity": _("Customer equity")}
"""What the two ways to divide customers are called (B33, B34)."""


def segments_fact(code: str) -> str:
    """The name under which the audit keeps a change of this segmentation."""
    return f"segments_{code}"
