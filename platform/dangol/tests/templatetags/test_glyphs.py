"""Signs of states and small drawings (U10)."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from dangol.templatetags import glyphs
from dangol.templatetags.sparklines import HEIGHT, WIDTH, places

pytestmark = pytest.mark.feature("U10")


def drawn(source: str, **context: object) -> str:
    return Template("{% load glyphs sparklines %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("family", "codes"),
    [
        ("lifecycle", glyphs.LIFECYCLE),
        ("send", glyphs.SEND),
        ("scope", glyphs.SCOPE),
        ("stage", [0, 20, 40, 60, 80, "won", "lost"]),
    ],
)
def test_every_state_of_a_family_has_a_sign_of_its_own(family: str, codes: object) -> None:
    signs = [drawn("{% glyph f c %}", f=family, c=code) for code in codes]  # type: ignore[attr-defined]
    assert len(set(signs)) == len(signs)
    assert all(sign.count("<svg") == 1 for sign in signs)


def test_a_stage_fills_with_its_share() -> None:
    half = drawn('{% glyph "stage" 50 %}')
    assert 'stroke-dasharray="6.28 20"' in half
    assert 'class="glyph grey"' in half
    assert 'class="glyph ok"' in drawn('{% glyph "stage" "won" %}')


def test_the_word_stands_beside_its_sign_and_is_escaped() -> None:
    page = drawn('{% glyph "lifecycle" "new" w %}', w="<b>신규")
    assert page.startswith('<span class="status"><span class="glyph info">')
    assert page.endswith("&lt;b&gt;신규</span>")


@pytest.mark.parametrize(("family", "code"), [("lifecycle", "unknown"), ("moon", "full")])
def test_an_unknown_state_is_a_mistake_of_the_template(family: str, code: str) -> None:
    with pytest.raises(LookupError):
        drawn("{% glyph f c %}", f=family, c=code)


def test_a_sparkline_keeps_inside_and_marks_its_last_point() -> None:
    points = places([3, 9, 1, 5])
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert points[1][1] < points[3][1] < points[2][1]
    page = drawn('{% sparkline v "Eight weeks" "err" %}', v=[3, 9, 1, 5])
    assert 'aria-label="Eight weeks"' in page
    assert f'cx="{points[-1][0]:.1f}"' in page


def test_a_sparkline_of_equal_values_is_flat_and_of_one_value_is_nothing() -> None:
    assert {y for _, y in places([4, 4, 4])} == {HEIGHT / 2}
    assert drawn('{% sparkline v "" %}', v=[4]) == ""
