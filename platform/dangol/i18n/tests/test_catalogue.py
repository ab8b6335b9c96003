"""Korean is complete: every sentence of code and templates has its translation (decision 1)."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message

from dangol.i18n.compile import compile_catalogues
from dangol.i18n.extract import KEYWORDS, extracted, templates, translated

pytestmark = [pytest.mark.feature("U10"), pytest.mark.feature("A19")]

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def marked() -> Catalog:
    return extracted()


@pytest.fixture(scope="module")
def korean() -> Catalog:
    return translated()


def test_every_sentence_stands_in_the_korean_catalogue(marked: Catalog, korean: Catalog) -> None:
    missing = keys(marked) - keys(korean)
    assert not missing, f"Run python -m dangol.i18n.extract and translate: {sorted(missing)}"


def test_the_korean_catalogue_holds_nothing_that_is_no_longer_used(
    marked: Catalog, korean: Catalog
) -> None:
    assert not keys(korean) - keys(marked)


def test_no_korean_entry_is_empty_or_doubtful(korean: Catalog) -> None:
    unfinished = [m.id for m in entries(korean) if m.fuzzy or not all(strings(m.string))]
    assert not unfinished


def test_a_translation_keeps_the_placeholders_of_its_sentence(korean: Catalog) -> None:
    broken = [
        message.id
        for message in entries(korean)
        for text in strings(message.string)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(strings(message.id)[-1]))
    ]
    assert not broken


def test_sentences_in_templates_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<c-button label="{% translate "Close" %}">\n'
        "  {% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows"
        "{% endblocktranslate %}\n"
        '   {{ _("Later") }}'
    )
    with page.open("rb") as file:
        found = [message for _line, _name, message, _comments in templates(file, KEYWORDS, (), {})]
    assert found == ["Close", ("%(n)s row", "%(n)s rows", None), "Later"]


def test_compiling_makes_what_django_reads(tmp_path: Path) -> None:
    folder = tmp_path / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Save"\nmsgstr "저장"\n'
    )
    (written,) = compile_catalogues(tmp_path)
    with written.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Save") == "저장"


def keys(catalogue: Catalog) -> set[tuple[str, str]]:
    return {(strings(message.id)[0], message.context or "") for message in entries(catalogue)}


def entries(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def strings(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)
