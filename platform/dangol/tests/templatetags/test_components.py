"""Components draw every state, and none lets a user's value through unescaped (U10, V2)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine, Template
from django.utils import translation

from dangol.i18n.extract import LAYERS, ROOT

COMPONENTS = ROOT / "platform" / "dangol" / "templates" / "cotton"
USE = re.compile(r"""<c-([\w.-]+)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
ATTRIBUTE = re.compile(r"""(?<=\s)([:@\w.-]+)(?:=("[^"]*"|'[^']*'|[^\s"'>]+))?""")


def drawn(source: str, **context: object) -> str:
    """What a template with components becomes; cotton's own loader compiles the tags first."""
    loader = Engine.get_default().template_loaders[0]
    compiled = _cotton(loader).cotton_compiler.process(source)
    with translation.override("ko"):
        return Template(compiled).render(Context(context))


def _cotton(loader: Any) -> Any:
    """The loader that knows components, however deep the others wrap it."""
    for inner in getattr(loader, "loaders", []):
        found = _cotton(inner)
        if found is not None:
            return found
    return loader if hasattr(loader, "cotton_compiler") else None


@pytest.mark.feature("U10")
def test_a_button_with_an_address_is_a_link() -> None:
    assert drawn('<c-button href="/new">New</c-button>').strip().startswith('<a href="/new"')
    assert drawn("<c-button>Save</c-button>").strip().startswith('<button type="submit"')


@pytest.mark.feature("U10")
def test_a_button_with_a_sign_only_has_a_name() -> None:
    assert 'aria-label="Star"' in drawn('<c-button icon="star" label="Star" />')


@pytest.mark.feature("U10")
def test_a_disabled_button_says_so_and_another_does_not() -> None:
    assert " disabled" in drawn('<c-button :disabled="True">Save</c-button>')
    assert " disabled" not in drawn('<c-button :disabled="off">Save</c-button>', off=False)


@pytest.mark.feature("U10")
def test_a_shortcut_is_told_to_screen_readers_too() -> None:
    page = drawn('<c-button key="n">New</c-button>')
    assert 'data-key="n"' in page
    assert 'aria-keyshortcuts="n"' in page


@pytest.mark.feature("U10")
def test_the_present_tab_is_marked_and_a_count_of_nothing_is_shown() -> None:
    page = drawn('<c-tab href="/a" :active="True" count="0">A</c-tab><c-tab href="/b">B</c-tab>')
    assert page.count('aria-current="page"') == 1
    assert '<span class="count">0</span>' in page


@pytest.mark.feature("U10")
def test_a_pager_draws_only_the_links_it_has() -> None:
    page = drawn('<c-pager next="?after=1" previous="{{ nothing }}">9</c-pager>', nothing=None)
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page
    assert drawn("<c-pager>9</c-pager>").count("<a ") == 0


@pytest.mark.feature("U10")
def test_a_meter_says_aloud_what_it_shows_and_leaves_out_what_is_nothing() -> None:
    page = drawn('<c-meter label="60 %" done="{{ d }}" failed="0" />', d="60.000")
    assert 'aria-label="60 %"' in page
    assert "width: 60.000%" in page
    assert 'class="failed"' not in page


@pytest.mark.feature("U10")
def test_a_field_of_ones_own_names_its_error() -> None:
    page = drawn('<c-field label="Name" for="x" error="Fill it in."><input id="x"></c-field>')
    assert '<label class="field-label" for="x">' in page
    assert 'id="x_error"' in page


@pytest.mark.feature("U10")
def test_a_select_marks_the_value_whatever_its_type() -> None:
    page = drawn("<c-select :options=\"[(1, 'one'), (2, 'two')]\" value=\"{{ v }}\" />", v=2)
    assert '<option value="2" selected>' in page
    assert page.count("selected") == 1


@pytest.mark.feature("V2")
@pytest.mark.parametrize(
    "component",
    [
        '<c-note title="{{ v }}">{{ v }}</c-note>',
        '<c-chip label="{{ v }}" remove="{{ v }}">{{ v }}</c-chip>',
        '<c-avatar name="{{ v }}" />',
        '<c-input name="x" value="{{ v }}" />',
        '<c-search label="{{ v }}" value="{{ v }}" />',
        '<c-stat label="{{ v }}" note="{{ v }}" href="{{ v }}">{{ v }}</c-stat>',
        '<c-empty title="{{ v }}">{{ v }}</c-empty>',
        '<c-crumb href="{{ v }}">{{ v }}</c-crumb>',
        '<c-button label="{{ v }}" data-name="{{ v }}">{{ v }}</c-button>',
    ],
)
def test_a_value_of_a_user_never_becomes_markup(component: str) -> None:
    page = drawn(component, v="\"><img src=x onerror='x'>")
    assert "<img" not in page
    assert '""' not in page.replace('=""', "")


@pytest.mark.feature("V2")
def test_no_template_passes_a_value_where_it_would_not_be_escaped() -> None:
    """A colon attribute that the component does not declare is printed as it is."""
    unsafe = [
        f"{place}: <c-{name} {attribute}>"
        for place, name, attribute, value in uses()
        if attribute.startswith(":") or not (value is None or value[0] in "\"'")
        if attribute.lstrip(":") not in declared(name)
    ]
    assert not unsafe


@pytest.mark.feature("U10")
def test_colon_attributes_are_names_or_literals_because_cotton_drops_expressions() -> None:
    dropped = [
        f"{place}: <c-{name} {attribute}={value}>"
        for place, name, attribute, value in uses()
        if attribute.startswith(":") and value and not resolvable(value[1:-1])
    ]
    assert not dropped


@pytest.mark.feature("U10")
def test_templates_use_only_components_that_exist() -> None:
    strange = {(place, name) for place, name, _, _ in uses() if name not in known()}
    assert not strange


def uses() -> Iterator[tuple[str, str, str, str | None]]:
    """Every attribute of every component in every template: place, component, name, value."""
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("templates/**/*.html")):
            for name, attributes in USE.findall(path.read_text()):
                if name in ("vars", "slot", "component"):
                    continue
                for attribute, value in ATTRIBUTE.findall(f" {attributes}"):
                    yield str(path.relative_to(ROOT)), name, attribute, value or None


def resolvable(value: str) -> bool:
    """Whether cotton finds a value: a dotted name, a template or a literal of Python."""
    if re.fullmatch(r"[A-Za-z_][\w.]*", value) or "{{" in value or "{%" in value:
        return True
    try:
        ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return False
    return True


def declared(name: str) -> set[str]:
    """The attributes that a component takes for itself."""
    source = (COMPONENTS / f"{name.replace('-', '_')}.html").read_text()
    found = re.search(r"""<c-vars((?:[^>"']|"[^"]*"|'[^']*')*)>""", source)
    return {a.lstrip(":") for a, _ in ATTRIBUTE.findall(found[1])} if found else set()


def known() -> set[str]:
    """The names of all components."""
    return {Path(path).stem.replace("_", "-") for path in COMPONENTS.glob("*.html")}


@pytest.mark.feature("U10")
def test_no_template_loads_styles_as_a_script() -> None:
    """`vite_asset` writes <script>; a style sheet is <link> with `vite_asset_url`."""
    wrong = [
        str(path.relative_to(ROOT))
        for layer in LAYERS
        for path in sorted((ROOT / layer).rglob("templates/**/*.html"))
        if re.search(r'vite_asset "[^"]+\.css"', path.read_text())
    ]
    assert not wrong
