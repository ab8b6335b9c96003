"""What the cleansing module registers at start."""

from __future__ import annotations

from modules.cleansing import supply, wanting


def register() -> None:
    """The module's ready hook: values for runs, and what customers' data lacks."""
    supply.register()
    wanting.register()
