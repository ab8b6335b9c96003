"""A body as written by a user, cut into plain text, merge fields and web addresses (S6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken

FIELD = re.compile(r"(?<!\\)\{\{\s*([^\W\d]\w*(?:\.\w+)*)\s*\}\}")
WORDS = r"\s*([^\W\d_][\w.\- ]{0,39}?)\s*"
LIKE_FIELD = re.compile(rf"(?<![\\{{｛])(?:\{{\{{{WORDS}\}}\}}|[{{｛](?!\{{){WORDS}[}}｝](?!\}}))")
"""One or a few words alone in braces: whoever writes that means a merge field."""
ESCAPED = re.compile(r"\\([{}｛｝])")
"""A brace that is only a brace."""
URL = re.compile(r"https?://(?:\{\{[^{}]*\}\}|[^\s<>\"'{}])+", re.IGNORECASE)
URL_END = ".,;:!?)]」』”’"
"""Punctuation that follows an address in a sentence and does not belong to it."""


@dataclass(frozen=True)
class Field:
    """A merge field, asked for as `{{ code }}`."""

    code: str


@dataclass(frozen=True)
class Link:
    """A web address; it may hold merge fields itself."""

    parts: tuple[str | Field, ...]

    @property
    def is_fixed(self) -> bool:
        """Whether it is the same address for everybody."""
        return not fields_of(self.parts)

    def filled(self, values: Mapping[str, str]) -> str:
        """The address as one recipient reads it."""
        return fill(self.parts, values)

    def destination(self, values: Mapping[str, str]) -> str:
        """The address as a browser needs it: the values in it are percent-encoded."""
        asked = {code: quote(values.get(code, ""), safe="") for code in fields_of(self.parts)}
        return fill(self.parts, asked)


Node: TypeAlias = str | Field | Link


def parse(text: str) -> tuple[Node, ...]:
    """The nodes of a body, in order; line ends become `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    nodes: list[Node] = []
    rest = 0
    for match in URL.finditer(text):
        address = match.group().rstrip(URL_END)
        nodes += _fields(text[rest : match.start()])
        nodes.append(Link(tuple(_fields(address))))
        rest = match.start() + len(address)
    nodes += _fields(text[rest:])
    return tuple(nodes)


def parse_line(text: str) -> tuple[str | Field, ...]:
    """The nodes of a subject: one line, web addresses are plain text there."""
    return tuple(_fields(" ".join(text.split())))


def _fields(text: str) -> list[str | Field]:
    pieces: list[str | Field] = []
    rest = 0
    for match in FIELD.finditer(text):
        if match.start() > rest:
            pieces.append(_plain(text[rest : match.start()]))
        pieces.append(Field(match.group(1)))
        rest = match.end()
    if rest < len(text):
        pieces.append(_plain(text[rest:]))
    return pieces


def _plain(text: str) -> str:
    return ESCAPED.sub(r"\1", text)


def fields_of(nodes: Iterable[Node]) -> set[str]:
    """Codes of the merge fields in these nodes."""
    codes: set[str] = set()
    for node in nodes:
        if isinstance(node, Field):
            codes.add(node.code)
        elif isinstance(node, Link):
            codes |= fields_of(node.parts)
    return codes


def fill(nodes: Sequence[Node], values: Mapping[str, str]) -> str:
    """The text for one recipient; a field without a value is empty."""
    return "".join(
        node
        if isinstance(node, str)
        else values.get(node.code, "")
        if isinstance(node, Field)
        else node.filled(values)
        for node in nodes
    )


def check_fields(text: str, known: Mapping[str, str], *, field: str) -> None:
    """Refuses a text that asks for unknown merge fields or has braces that are none.

    Braces in prose are let through: around anything but a few words, or after a backslash.
    `known` is {code: label}; `field` names the input in the answer. Raises RuleBroken.
    """
    for found in LIKE_FIELD.finditer(FIELD.sub(lambda each: _asked(each, known), text)):
        raise _unknown(found, known, field)
    left = ESCAPED.sub("", FIELD.sub("", text))
    if "{{" in left or "}}" in left:
        example = next(iter(known.values()), "name")
        raise RuleBroken(
            "broken_merge_field",
            _("A merge field is not closed. Write it as %(example)s.")
            % {"example": f"{{{{ {example} }}}}"},
            field=field,
        )


def _asked(found: re.Match[str], known: Mapping[str, str]) -> str:
    """Nothing for a known merge field; an unknown one stays."""
    return "" if found.group(1) in known else found.group()


def _unknown(found: re.Match[str], known: Mapping[str, str], field: str) -> RuleBroken:
    """Double braces are nothing but a merge field; single ones may be meant as they are."""
    twice, once = found.groups()
    sentence = _("There is no merge field “%(code)s”. Use one of: %(known)s.")
    if once:
        sentence = _(
            "There is no merge field “%(code)s”. Use one of: %(known)s. Braces that shall be read "
            "as braces are written %(plain)s."
        )
    words = {
        "code": twice or once,
        "known": ", ".join(known.values()),
        "plain": f"\\{{{once}\\}}",
    }
    return RuleBroken("unknown_merge_field", sentence % words, field=field)
