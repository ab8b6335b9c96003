"""What the scoring module registers at start."""

from __future__ import annotations

from modules.scoring.queries import current, explaining


def register() -> None:
    """The module's ready hook: intervals of grades, and the tab of a customer's page."""
    current.register()
    explaining.register()
