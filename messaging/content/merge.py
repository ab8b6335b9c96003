"""Merge fields as people write them, and as the engine keeps them (S6).

People write the word on the button, `{{ 이름 }}`, or what other programs taught them: `{이름}`,
`#{이름}`, `{{ name }}`, `{Name}`. Kept is always `{{ name }}` with the field's code, so that a text
means the same to a colleague in another language; whoever opens it reads the words of his own.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import override

from messaging.content.text import FIELD
from messaging.ports import audience

WRITTEN = re.compile(
    r"(?<!\\)\{\{([^{}\n]{1,60})\}\}"
    r"|(?:[#$](?=[{｛])|(?<![\\{]))[{｛]([^{}｛｝\n]{1,60})[}｝](?!\})"
)
"""Something in double or single braces. A brace after a backslash opens nothing."""


def canonical(text: str) -> str:
    """The text with every known merge field in it written as `{{ code }}`."""
    codes = _codes()

    def kept(found: re.Match[str]) -> str:
        code = codes.get(_plain(found.group(1) or found.group(2)))
        return f"{{{{ {code} }}}}" if code else found.group()

    return WRITTEN.sub(kept, text)


def told(text: str) -> str:
    """The text for the one who writes it: merge fields by their labels in the present language."""
    labels = audience().merge_fields()
    return FIELD.sub(lambda found: written(labels.get(found.group(1), found.group(1))), text)


def written(label: str) -> str:
    """A merge field as its button puts it into a text."""
    return f"{{{{ {label} }}}}"


def _codes() -> dict[str, str]:
    """{a word for a merge field, in any language: its code}"""
    codes: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            codes |= {_plain(label): code for code, label in audience().merge_fields().items()}
    return codes | {_plain(code): code for code in audience().merge_fields()}


def _plain(word: str) -> str:
    """Capitals and gaps make no other field."""
    return "".join(word.split()).casefold()
