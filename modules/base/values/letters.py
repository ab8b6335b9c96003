"""Letters as they are compared: full-width ones as plain ones, spaces as one, no marks."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """The text with full-width letters, digits and marks as plain ones: ０１０－１２３４."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def one_spaced(text: str) -> str:
    """The text without spaces at its ends, and with one where there were several."""
    return _SPACES.sub(" ", text).strip()


def bare(text: str) -> str:
    """Letters and digits alone, small: what two spellings have in common."""
    return _MARKS.sub("", plain(text).casefold())
