"""The `dangol` command."""

from __future__ import annotations

from dangol.cli.program import main

__all__ = ["main"]
