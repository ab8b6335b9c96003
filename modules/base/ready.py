"""What the base module registers at start."""

from __future__ import annotations

from modules.base import audience
from modules.base.queries import reactions


def register() -> None:
    """The module's ready hook: the people whom sends address, and what they react with."""
    audience.register()
    reactions.register()
