"""The one exception of a broken rule; screens and commands turn it into a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dangol.i18n.josa import settled

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RuleBroken(Exception):
    """Something was asked that the rules refuse; nothing has been changed.

    `code` is a stable word for programs, `message` one sentence for people (what, where, what to
    do), `field` the name of the input it belongs to, if one.
    """

    def __init__(self, code: str, message: str | _StrPromise, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.words = message
        self.field = field

    @property
    def message(self) -> str:
        """The sentence in the language of whoever reads it, its particles fitting their words."""
        return settled(str(self.words))

    def __str__(self) -> str:
        return self.message
