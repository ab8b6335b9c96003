"""Tags and filters as templates use them (U10)."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from dangol.views.errors import MISSING

pytestmark = pytest.mark.feature("U10")


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    days = forms.MultipleChoiceField(
        choices=[("mon", "Monday")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="I agree")


def rendered(source: str, **context: object) -> str:
    with translation.override("ko"):
        return Template(source).render(Context(context))


def test_filters_write_a_dash_for_nothing() -> None:
    page = "{% load formats %}{{ a|won }}{{ a|number }}{{ a|phone }}{{ a|day }}{{ a|moment }}"
    assert rendered(page, a=None) == "—" * 5
    assert rendered(page) == "—" * 5


def test_filters_write_values() -> None:
    page = "{% load formats %}{{ a|won }} {{ b|month }} {{ 3|percent_of:8 }} {{ ''|dash }}"
    assert rendered(page, a=1000, b=date(2026, 11, 1)) == "₩1,000 2026년 11월 37.5% —"


def test_the_width_of_a_meter_is_a_bare_number() -> None:
    page = "{% load formats %}{{ 1|share_of:3 }} {{ 0|share_of:3 }} {{ 1|share_of:0 }}"
    assert rendered(page) == "33.333 0 0"


def test_a_word_takes_its_particle() -> None:
    assert rendered("{% load korean %}{{ name|josa:'이/가' }}", name="이수진") == "이수진이"


def test_an_icon_is_drawn_inline_and_silent() -> None:
    drawn = rendered("{% load icons %}{% icon 'users' 20 %}")
    assert drawn.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in drawn
    assert "width:20px" in drawn
    assert "<path" in drawn


def test_an_unknown_icon_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="unicorn-of-doom"):
        rendered("{% load icons %}{% icon 'unicorn-of-doom' %}")


def test_a_status_is_a_dot_and_its_word_escaped() -> None:
    drawn = rendered("{% load states %}{% status 'ok' word %}", word="<b>")
    assert 'class="dot ok"' in drawn
    assert "&lt;b&gt;" in drawn


def test_an_unknown_status_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="purple"):
        rendered("{% load states %}{% status 'purple' 'x' %}")


def test_a_field_names_its_help_and_its_errors() -> None:
    form = Sample({"name": ""})
    drawn = rendered('{% include "parts/form.html" %}', form=form)
    assert '<label class="field-label" for="id_name">' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'href="#id_name"' in drawn


def test_controls_carry_the_class_of_their_kind() -> None:
    drawn = rendered('{% include "parts/form.html" %}', form=Sample())
    assert 'class="input"' in drawn
    assert 'class="checkbox"' in drawn
    assert "<fieldset" in drawn
    assert "radio" not in drawn


def test_a_value_of_a_user_is_escaped_in_a_component() -> None:
    drawn = rendered(
        '{% include "parts/error.html" %}', kind=MISSING, why="<script>", reference="X"
    )
    assert "&lt;script&gt;" in drawn
    assert "<script>" not in drawn
