"""Bytes of a text message as Korean carriers count them: CP949, 한글 2, ASCII 1 (S6, GN10)."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken


class Unencodable(ValueError):
    """A character that text messages cannot carry. `position` counts from 1."""

    def __init__(self, character: str, position: int) -> None:
        super().__init__(character)
        self.character = character
        self.position = position


def encode(text: str) -> bytes:
    """The bytes of the text; raises Unencodable with the first character that has none."""
    text = unicodedata.normalize("NFC", text)
    try:
        return text.encode("cp949")
    except UnicodeEncodeError as error:
        raise Unencodable(text[error.start], error.start + 1) from error


def count(text: str) -> int:
    """Bytes of the text; a character that cannot be sent counts 2."""
    text = unicodedata.normalize("NFC", text)
    known = text.encode("cp949", "ignore")
    unknown = len(text) - len(known.decode("cp949"))
    return len(known) + 2 * unknown


def check(text: str, *, field: str) -> None:
    """Refuses a text with a character that cannot be sent, and names it. Raises RuleBroken."""
    try:
        encode(text)
    except Unencodable as error:
        raise RuleBroken(
            "unencodable",
            _("Text messages cannot carry “%(character)s” (character %(position)s). Remove it.")
            % {"character": error.character, "position": error.position},
            field=field,
        ) from error
