"""The calendar by mouse, keys and thumb: drawn, dragged, stretched, taken back (A25)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("A25")]
DAY = "2027-03-10"
"""A Wednesday on which the demo company has nothing."""


@pytest.fixture
def desk(page: Page, stack: Stack) -> Page:
    log_in(page, stack)
    return page


def opened(page: Page, stack: Stack, view: str) -> Page:
    page.goto(stack.url("demo", f"/calendar/?view={view}&day={DAY}"))
    page.wait_for_load_state("networkidle")
    return page


def entry(page: Page, name: str) -> Locator:
    return page.locator(f".calendar-entry:has-text('{name}')")


def drag(page: Page, held: Locator, by: tuple[float, float], *, at_end: bool = False) -> None:
    box = held.bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + (box["height"] - 3 if at_end else 8)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2)
    page.mouse.move(x + by[0], y + by[1], steps=4)
    with page.expect_response("**/move"):
        page.mouse.up()
    page.wait_for_load_state("networkidle")


def test_a_line_is_added_dragged_to_another_day_and_taken_back(desk: Page, stack: Stack) -> None:
    opened(desk, stack, "month")
    desk.fill("#quick-line", "2027년 3월 10일 오후 3시 끌기 시험")
    desk.keyboard.press("Enter")
    desk.wait_for_load_state("networkidle")
    made = entry(desk, "끌기 시험")
    expect(made).to_have_attribute("data-starts", f"{DAY}T15:00")
    width = desk.locator(f".calendar-day[data-day='{DAY}']").bounding_box()
    assert width is not None
    drag(desk, made, (width["width"], 0))
    expect(entry(desk, "끌기 시험")).to_have_attribute("data-starts", "2027-03-11T15:00")
    desk.keyboard.press("Control+z")
    desk.wait_for_load_state("networkidle")
    expect(entry(desk, "끌기 시험")).to_have_attribute("data-starts", f"{DAY}T15:00")


def test_hours_are_drawn_and_stretched(desk: Page, stack: Stack) -> None:
    opened(desk, stack, "day")
    column = desk.locator(f".hours-day[data-day='{DAY}']").bounding_box()
    assert column is not None
    hour = column["height"] / 24
    top = column["y"] + 10 * hour
    desk.mouse.move(column["x"] + 400, top + 2)
    desk.mouse.down()
    desk.mouse.move(column["x"] + 400, top + hour - 2, steps=4)
    desk.mouse.up()
    desk.fill("#add-line", "그려 넣은 일정")
    desk.keyboard.press("Enter")
    desk.wait_for_load_state("networkidle")
    made = entry(desk, "그려 넣은 일정")
    expect(made).to_have_attribute("data-ends", f"{DAY}T11:00")
    drag(desk, made, (0, hour / 2), at_end=True)
    expect(entry(desk, "그려 넣은 일정")).to_have_attribute("data-ends", f"{DAY}T11:30")


def test_days_are_walked_and_opened_by_keys(desk: Page, stack: Stack) -> None:
    opened(desk, stack, "week")
    desk.keyboard.press("m")
    desk.wait_for_url("**view=month**")
    desk.wait_for_load_state("networkidle")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**view=day&day=2027-03-11**")
    desk.keyboard.press("n")
    desk.wait_for_url("**/appointments/new**")


@pytest.mark.parametrize("view", ["day", "week", "month", "agenda"])
def test_no_look_breaks_a_rule_nor_leaves_the_phone(desk: Page, stack: Stack, view: str) -> None:
    opened(desk, stack, view)
    assert violations(desk) == []
    desk.set_viewport_size({"width": 390, "height": 844})
    opened(desk, stack, view)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_month_on_a_phone_begins_at_today(desk: Page, stack: Stack) -> None:
    desk.goto(stack.url("demo", "/calendar/?view=day"))
    desk.fill("#quick-line", "오늘 23시 휴대폰에서 볼 일")
    desk.keyboard.press("Enter")
    desk.wait_for_load_state("networkidle")
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(stack.url("demo", "/calendar/?view=month"))
    today = desk.locator(".calendar-day.is-today:not(.is-beside)").get_attribute("data-day")
    expect(desk.locator(f".agenda > li[data-day='{today}'] > h3")).to_be_in_viewport()
    expect(desk.locator(f".agenda > li[data-day='{today}']")).to_contain_text("오늘")
