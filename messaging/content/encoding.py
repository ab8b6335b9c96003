"""Base64 with gaps: the constant text of a mail is encoded once, a recipient's values in between.

Three bytes become four characters, so where a constant starts within its triple depends on the
lengths of the values before it. Each constant is therefore encoded in all three positions ahead of
time, and joining a mail only encodes the values and the few bytes around them.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass

LINE = 57
"""Bytes that make one line of 76 characters, the longest that MIME allows."""


def lines(data: bytes) -> bytes:
    """Base64 of the data in lines of at most 76 characters, each ended by CRLF."""
    if len(data) <= LINE:
        return b2a_base64(data, newline=False) + b"\r\n" if data else b""
    ends = range(0, len(data), LINE)
    pieces = [b2a_base64(data[at : at + LINE], newline=False) for at in ends]
    return b"\r\n".join(pieces) + b"\r\n"


@dataclass(frozen=True, slots=True)
class _Constant:
    """A constant in its three positions: (bytes that complete a triple, encoded, bytes left)."""

    raw: bytes
    positions: tuple[tuple[bytes, bytes, bytes], ...]


def _constant(raw: bytes) -> _Constant:
    positions = []
    for missing in range(3):
        end = missing + (len(raw) - missing) // 3 * 3 if len(raw) >= missing else missing
        positions.append((raw[:missing], lines(raw[missing:end]), raw[end:]))
    return _Constant(raw, tuple(positions))


class GappedBase64:
    """The encoded body of one part, ready to be joined with each recipient's values."""

    def __init__(self, pieces: Sequence[bytes | int]) -> None:
        """`pieces` are constants and the numbers of the values that stand between them."""
        self._steps: list[tuple[int | None, _Constant]] = []
        gap: int | None = None
        raw = b""
        for piece in pieces:
            if isinstance(piece, bytes):
                raw += piece
                continue
            self._steps.append((gap, _constant(raw)))
            gap, raw = piece, b""
        self._steps.append((gap, _constant(raw)))

    def join(self, values: Sequence[bytes]) -> bytes:
        """The part for one recipient; `values` are the bytes of each numbered value."""
        out = []
        carry = b""
        for gap, constant in self._steps:
            if gap is not None:
                carry += values[gap]
            missing = -len(carry) % 3
            if len(constant.raw) < missing:
                carry += constant.raw
                continue
            head, encoded, tail = constant.positions[missing]
            out.append(lines(carry + head))
            out.append(encoded)
            carry = tail
        out.append(lines(carry))
        return b"".join(out)


def header_words(text: str, *, first: int = 0) -> bytes:
    """The text as a header value: itself when ASCII, else encoded words of at most 75 characters.

    `first` is the length of the header's name, colon and space. Line breaks are taken out.
    """
    text = " ".join(text.split())
    if text.isascii() and len(text) + first <= 76:
        return text.encode()
    words: list[bytes] = []
    data = text.encode()
    room = (75 - 12 - first) // 4 * 3
    while len(data) > room:
        while data[room] & 0xC0 == 0x80:  # never within a character
            room -= 1
        words.append(data[:room])
        data, room = data[room:], 45
    words.append(data)
    return b"\r\n ".join(b"=?utf-8?b?" + b2a_base64(word, newline=False) + b"?=" for word in words)
