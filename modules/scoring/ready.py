"""What the scoring module registers at start."""

from __future__ import annotations

from modules.scoring.queries import current, explaining, segmentations


def register() -> None:
    """The ready hook: intervals of grades, segments of lists, the tab of a customer's page."""
    current.register()
    segmentations.register()
    explaining.register()
