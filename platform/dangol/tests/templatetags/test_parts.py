"""The parts that screens are made of: dialogs that count, steps, strips, records, widgets (U10)."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dangol.templatetags import calendars
from dangol.tests.templatetags.test_components import drawn, known

pytestmark = pytest.mark.feature("U10")


def test_a_dialog_that_counts_posts_what_was_typed_and_shows_both_ways_to_write_it() -> None:
    page = drawn(
        '<c-typed-count id="x" title="Send?" count="{{ n }}" action="/send" label="Go" name="n" />',
        n=1240,
    )
    assert '<form method="post" action="/send" data-typed-count="1240"' in page
    assert 'name="n"' in page
    assert "1240" in page
    assert "1,240" in page
    assert "data-when-typed" in page
    assert " disabled" not in page, "without scripts the server checks"


def test_a_dialog_whose_count_was_refused_comes_open_with_its_sentence() -> None:
    page = drawn('<c-typed-count id="x" count="9" error="Type 9." />')
    assert '<dialog class="dialog" id="x" open' in page
    assert 'aria-invalid="true"' in page
    assert "Type 9." in page
    assert " open" not in drawn('<c-typed-count id="x" count="9" />')


def test_a_small_count_is_written_once() -> None:
    def hint(count: int) -> str:
        page = drawn('<c-typed-count id="x" count="{{ n }}" />', n=count)
        return page.split('id="x-hint">')[1].split("</span>")[0]

    assert hint(9) == "9"
    assert "1240" in hint(1240)
    assert "1,240" in hint(1240)


def test_a_stepper_is_a_number_field_with_limits() -> None:
    page = drawn('<c-stepper name="seats" label="Seats" value="6" min="1" max="99" />')
    assert 'type="number"' in page
    assert 'min="1" max="99"' in page
    assert page.count('class="needs-js"') == 2
    assert ' max="' not in drawn('<c-stepper name="seats" label="Seats" />')


def test_a_stepper_that_is_off_is_off_altogether() -> None:
    page = drawn('<c-stepper name="seats" label="Seats" :disabled="True" />')
    assert page.count(" disabled") == 3


def test_the_step_one_is_at_is_marked_and_a_done_one_can_be_gone_back_to() -> None:
    page = drawn(
        '<c-steps><c-step n="1" state="done" href="/file">File</c-step>'
        '<c-step n="2" state="now">Check</c-step><c-step n="3">Go</c-step></c-steps>'
    )
    assert page.count('aria-current="step"') == 1
    assert '<a href="/file">' in page
    assert page.count("<a ") == 1


@pytest.mark.parametrize(("lines", "bars"), [("3", 3), ("6", 6)])
def test_a_skeleton_has_as_many_bars_as_asked_and_says_that_it_loads(lines: str, bars: int) -> None:
    page = drawn('<c-skeleton lines="{{ n }}" />', n=lines)
    assert page.count("<i>") == bars
    assert 'role="status"' in page


def test_the_bar_of_a_send_is_pale_unless_it_moves_or_is_done() -> None:
    def banner(state: str) -> str:
        return drawn('<c-banner state="{{ s }}" word="W" done="40">S</c-banner>', s=state)

    assert "meter-still" in banner("paused")
    assert "meter-still" in banner("limited")
    assert "meter-still" not in banner("running")
    assert "meter-still" not in banner("done")


def test_grades_stand_out_by_rank_and_never_by_colour() -> None:
    assert 'class="grade top"' in drawn('<c-grade value="A+" />')
    assert 'class="grade high"' in drawn('<c-grade value="A" />')
    assert 'class="grade"' in drawn('<c-grade value="B" />')


def test_an_entry_without_a_sign_is_the_system_s() -> None:
    assert 'class="timeline-entry system"' in drawn("<c-timeline-entry>Moved</c-timeline-entry>")
    page = drawn('<c-timeline-entry icon="phone" time="16:20">Call</c-timeline-entry>')
    assert 'class="timeline-entry"' in page
    assert ">16:20</time>" in page


def test_a_budget_marks_the_alerts_that_went_out() -> None:
    page = drawn('<c-budget label="B" now="60" forecast="90" sent="50" />')
    assert page.count('class="sent"') == 1
    assert "width: 60%" in page


def test_a_menu_has_a_finding_row_only_when_it_is_asked_for() -> None:
    assert "menu-search" in drawn('<c-menu label="M" search="Find">x</c-menu>')
    assert "menu-search" not in drawn('<c-menu label="M">x</c-menu>')


@pytest.mark.parametrize(
    "component",
    [
        '<c-typed-count id="x" title="{{ v }}" count="1" label="{{ v }}">{{ v }}</c-typed-count>',
        '<c-stepper name="n" label="{{ v }}" value="{{ v }}" />',
        '<c-strip kind="warn">{{ v }}</c-strip>',
        '<c-banner state="done" word="{{ v }}">{{ v }}</c-banner>',
        '<c-peek-head name="{{ v }}" note="{{ v }}" href="{{ v }}" grade="{{ v }}" />',
        '<c-peek-section title="{{ v }}" count="{{ v }}">x</c-peek-section>',
        '<c-widget title="{{ v }}" count="{{ v }}" href="{{ v }}">x</c-widget>',
        '<c-work title="{{ v }}" href="{{ v }}" label="{{ v }}" />',
        '<c-filechip name="{{ v }}" size="{{ v }}" />',
        '<c-tooltip text="{{ v }}">x</c-tooltip>',
        '<c-drawer id="d" title="{{ v }}">{{ v }}</c-drawer>',
        '<c-timeline-entry time="{{ v }}">{{ v }}</c-timeline-entry>',
        '<c-glyph of="send" code="done">{{ v }}</c-glyph>',
        '<c-bulkbar label="{{ v }}">x</c-bulkbar>',
    ],
)
def test_a_value_of_a_user_never_becomes_markup(component: str) -> None:
    page = drawn(component, v="\"><img src=x onerror='x'>")
    assert "<img" not in page


def test_a_date_is_a_native_field_and_a_range_is_two() -> None:
    page = drawn('<c-date name="on" id="on" value="2026-11-20" min="2026-11-01" label="Day" />')
    assert page.count('type="date"') == 1
    assert 'name="on" id="on" value="2026-11-20" min="2026-11-01"' in page
    assert "needs-js" in page
    pair = drawn('<c-date name="a" until="b" value="2026-11-20" end="2026-11-21" inline="yes" />')
    assert pair.count('type="date"') == 2
    assert 'name="b" value="2026-11-21"' in pair
    assert "data-inline" in pair
    assert "date-open" not in pair


def test_date_pickers_know_the_holidays_of_the_years_around(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calendars.clock, "today", lambda: date(2026, 11, 20))
    days = drawn("{% load calendars %}{% holiday_days %}").split("|")
    assert "2026-09-25 추석" in days
    assert days[0].startswith("2025-")
    assert days[-1].startswith("2028-")


def test_a_choice_is_a_select_or_boxes_and_marks_what_is_chosen() -> None:
    pairs = [("a", "Ann"), ("b", "Bob"), ("c", "Cy")]
    page = drawn('<c-choose name="who" :options="pairs" value="{{ v }}" />', pairs=pairs, v="b")
    assert '<option value="b" selected>' in page
    assert page.count("selected") == 1
    several = drawn(
        '<c-choose name="who" :options="pairs" :values="chosen" :multiple="True" />',
        pairs=pairs,
        chosen=["a", "c"],
    )
    boxes = re.findall(r'type="checkbox" name="who" value="(.)"( checked)?', several)
    assert boxes == [("a", " checked"), ("b", ""), ("c", " checked")]
    assert "<select" not in several


def test_an_optional_choice_can_be_left_empty() -> None:
    page = drawn('<c-choose name="who" :options="pairs" :optional="True" />', pairs=[("a", "Ann")])
    assert '<option value=""></option>' in page


SALES = {
    "labels": ["Oct", "Nov"],
    "series": [{"name": "Sales", "values": [262, 248]}, {"name": "Before", "values": [201, None]}],
    "links": ["/oct", "/nov"],
}


def test_a_chart_says_the_same_in_a_table() -> None:
    page = drawn('<c-chart id="s" label="Sales" kind="bar" :data="sales" />', sales=SALES)
    assert page.count("<tr>") == 3
    assert '<a class="link" href="/nov">Nov</a>' in page
    assert '<td class="right">262</td>' in page
    assert '<td class="right">—</td>' in page
    assert 'id="s-data" type="application/json"' in page
    assert 'data-source="s-data"' in page


def test_a_part_of_a_filter_with_lines_opens_a_menu_of_its_own() -> None:
    page = drawn(
        '<c-chip label="Team" operator="=" remove="/">One'
        '<c-slot name="operators"><a class="menu-item" href="/is">is</a></c-slot></c-chip>'
    )
    assert page.count("<details") == 1
    assert "<span>Team</span>" in page
    assert drawn('<c-chip label="Team">One</c-chip>').count("<details") == 0


def test_a_locked_value_says_who_sets_it() -> None:
    page = drawn('<c-locked value="A+" note="Set by the score." />')
    assert ">A+</output>" in page
    assert "Set by the score." in page


def test_a_class_of_one_s_own_is_added_and_never_a_second_attribute() -> None:
    for name in sorted(known() - {"vars"}):
        page = drawn(
            f'<c-{name} class="mine" state="done" name="x" icon="x" of="send" code="done" />'
        )
        for tag in re.findall(r"<[a-z][^>]*>", page):
            assert len(re.findall(r'\sclass="', tag)) <= 1, (name, tag)
