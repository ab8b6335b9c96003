"""The month in which a company's fiscal year starts. A port; `tenants` knows the settings."""

from __future__ import annotations

from collections.abc import Callable

_asked: list[Callable[[], int]] = []


def register_fiscal_month(ask: Callable[[], int]) -> None:
    """Called once at start by the layer that knows companies."""
    _asked[:] = [ask]


def month() -> int:
    """The present company's: 1 to 12."""
    return _asked[0]()
