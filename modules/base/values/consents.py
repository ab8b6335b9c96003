"""Consents as people write them: Y, 동의, 거부."""

from __future__ import annotations

from collections.abc import Iterator

from dangol.imports.cells import NO, YES


def yes_no(text: str) -> bool | None:
    """Whether consent was given; None when nothing is said."""
    word = text.lower()
    if not word or word == "-":
        return None
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("yes_no_form")


def mended(text: str) -> Iterator[str]:
    """Y or N from the beginning of a longer answer."""
    word = text.strip().lower()
    if word.startswith(("y", "예", "동의", "허용")):
        yield "Y"
    if word.startswith(("n", "아니", "거부", "미동의")):
        yield "N"
