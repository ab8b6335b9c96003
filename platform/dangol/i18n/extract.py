"""Reads every sentence that code and templates mark for translation (Babel's extraction methods).

    python -m dangol.i18n.extract

adds the new ones to the Korean catalogue with an empty translation and drops those that are gone.
A module with a folder `locale` of its own keeps its sentences there.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SHELL = Path(__file__).resolve().parents[1]
ROOT = SHELL.parents[1]
LOCALE = SHELL / "locale"
CATALOGUE = LOCALE / "ko" / "LC_MESSAGES" / "django.po"
LAYERS = ("platform/dangol", "tenants", "messaging", "billing", "modules")

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

HEADER = """\
# Korean, the first of the two languages. Written by people; kept complete by
# python -m dangol.i18n.extract, which adds new sentences with an empty translation.
msgid ""
msgstr ""
"Language: ko\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def templates(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extraction method for Django templates: Django turns the tags into calls, Babel reads those.

    Indentation goes first, because what is left of the markup is not indented as Python is.
    """
    source = templatize(file.read().decode())
    lines = (line.strip() for line in source.splitlines())
    flat = BytesIO("\n".join(lines).encode())
    yield from extract_python(flat, keywords, comment_tags, {"encoding": "utf-8"})


def extracted() -> Catalog:
    """A catalogue of all marked sentences with the files they stand in, untranslated."""
    with (LOCALE / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog(locale="ko", domain="django", project="dangol", charset="utf-8")
    for layer in LAYERS:
        found = extract_from_dir(
            ROOT / layer, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for name, _line, message, comments, context in found:
            if layer == "modules" and has_own_words(name):
                continue
            place = (f"{layer}/{name}", 0)
            catalogue.add(message, locations=[place], auto_comments=comments, context=context)
    return catalogue


def has_own_words(name: str) -> bool:
    """Whether a file below `modules` is of a module that brings its own catalogue."""
    return (ROOT / "modules" / Path(name).parts[0] / "locale").is_dir()


def translated() -> Catalog:
    """The Korean catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ko", domain="django")


def write(catalogue: Catalog) -> None:
    """Keeps the catalogue in the order of its sentences, without dates and lines: quiet diffs."""
    with CATALOGUE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(
            file, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=True
        )


def update() -> None:
    """Brings the Korean catalogue up to what code and templates say today."""
    kept = translated()
    kept.update(extracted(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    write(kept)


if __name__ == "__main__":
    update()
