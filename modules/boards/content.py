"""What the text of a post may be made of: a few elements, no scripts, no foreign pictures (A24)."""

from __future__ import annotations

import re
from html import unescape

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from dangol.records.text import clean_line

ELEMENTS = {
    "p", "br", "strong", "b", "em", "i", "u", "s", "h3", "h4", "ul", "ol", "li", "blockquote", "a",
    "code", "pre", "hr",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
_ELEMENT = re.compile(r"</?[a-zA-Z]")
_BREAK = re.compile(r"</(?:p|h3|h4|li|blockquote|pre|div)>|<br ?/?>", re.IGNORECASE)


def cleaned(text: str) -> str:
    """The text as it is kept: plain text becomes paragraphs, whatever is not allowed goes."""
    if not _ELEMENT.search(text):
        text = linebreaks(unescape(text), autoescape=True) if text.strip() else ""
    html = nh3.clean(
        text,
        tags=ELEMENTS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return html if plain(html) else ""


def plain(html: str) -> str:
    """The words alone, in one line."""
    spaced = _BREAK.sub(lambda found: f"{found[0]} ", html)
    return clean_line(unescape(nh3.clean(spaced, tags=set())))


def drawn(html: str) -> SafeString:
    """The text for a page; cleaned once more, whatever way it came into the table."""
    return mark_safe(cleaned(html))  # noqa: S308
