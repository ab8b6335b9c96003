"""Each screen is drawn by the style sheet that it names (U10)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "platform" / "frontend" / "src" / "screens"
LINKED = re.compile(r"src/screens/([a-z-]+\.css)")
INCLUDED = re.compile(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"")
RULE = re.compile(r"[.#]([a-z][\w-]*)")
WITHIN = {ROOT / "platform/dangol/templates/records/list/builder_box.html"}
"""Includes itself, and no screen names a sheet for its sake alone."""
pytestmark = pytest.mark.feature("U10")


def templates() -> list[Path]:
    """Every template of the product that names a style sheet of a screen."""
    layers = ("platform/dangol", "tenants", "messaging", "billing", "modules")
    found = [path for layer in layers for path in (ROOT / layer).rglob("templates/**/*.html")]
    return sorted(path for path in found if LINKED.search(path.read_text()))


@cache
def whole(path: Path) -> str:
    """The template with all that it includes by name."""
    text = path.read_text()
    parts = {Path(str(get_template(name).origin)) for name in INCLUDED.findall(text)}
    return text + "".join(
        part.read_text() if part == path else whole(part) for part in parts - WITHIN
    )


def rules(sheet: str) -> set[str]:
    """Names that the sheet has rules for."""
    text = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", (SCREENS / sheet).read_text(), flags=re.S)
    return set(RULE.findall(text))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_style_sheet_has_rules_for_the_screen_that_names_it(path: Path) -> None:
    """A sheet that another screen's was written over has none."""
    drawn = set(re.findall(r"[\w-]+", whole(path)))
    for sheet in LINKED.findall(path.read_text()):
        assert rules(sheet) & drawn, f"{sheet} has no rule for anything in {path.name}"
