"""A list in groups, on a board and in a calendar, by keys, mouse and thumb (U1, U10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("U1")]
CUSTOMERS, CAMPAIGNS = "/base/customers/", "/campaign/campaigns/"


def opened(page: Page, stack: Stack, path: str) -> Page:
    page.goto(stack.url("demo", path))
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def desk(page: Page, stack: Stack) -> Page:
    log_in(page, stack)
    return page


def lane(page: Page, key: str) -> Any:
    return page.locator(f'.lane[data-lane="{key}"]')


def test_groups_fold_and_bring_their_rows(desk: Page, stack: Stack) -> None:
    opened(desk, stack, f"{CUSTOMERS}?view=all&look=list&group=grade,owner")
    assert violations(desk) == []
    second = desk.locator('.group-body[data-above=""]').nth(1)
    expect(second.locator("[data-group-toggle]")).to_have_attribute("aria-expanded", "false")
    second.locator("[data-group-toggle]").focus()
    with desk.expect_response("**/look"):
        desk.keyboard.press("ArrowRight")
    inner = desk.locator('.group-body[data-above="2"]').first
    expect(inner).to_be_visible()
    inner.locator("[data-group-toggle]").click()
    expect(inner.locator("tr[data-pk]").first).to_be_visible()
    inner.locator("[data-tick-group]").check()
    rows = inner.locator("tr[data-pk]").count()
    expect(desk.locator(".row-check:checked")).to_have_count(rows)
    desk.reload()
    expect(desk.locator('.group-body[data-path="2"]')).to_have_attribute("data-open", "")
    inner.locator("[data-group-toggle]").press("ArrowLeft")
    expect(inner.locator("tr[data-pk]").first).to_be_hidden()


def test_a_card_is_moved_by_keys_and_by_mouse_and_comes_back(desk: Page, stack: Stack) -> None:
    opened(desk, stack, f"{CUSTOMERS}?view=all&look=board&by=grade&sort=name")
    assert violations(desk) == []
    first = lane(desk, "1").locator(".board-card").first
    pk = first.get_attribute("data-pk")
    before = lane(desk, "2").locator("[data-lane-count]").inner_text()
    first.locator(".row-link").focus()
    with desk.expect_response("**/put") as answer:
        desk.keyboard.press("]")
    assert answer.value.status == 200
    moved = lane(desk, "2").locator(f'[data-pk="{pk}"]')
    expect(moved).to_be_visible()
    expect(moved.locator(".row-link")).to_be_focused()
    expect(lane(desk, "2").locator("[data-lane-count]")).to_have_text(str(int(before) + 1))
    expect(desk.locator(".toast form")).to_have_count(1)
    desk.keyboard.press("Control+z")
    desk.wait_for_load_state("networkidle")
    expect(lane(desk, "1").locator(f'[data-pk="{pk}"]')).to_be_visible()

    box = lane(desk, "1").locator(f'[data-pk="{pk}"]').bounding_box()
    to = lane(desk, "3").locator(".lane-cards").bounding_box()
    assert box
    assert to
    desk.mouse.move(box["x"] + 40, box["y"] + 20)
    desk.mouse.down()
    desk.mouse.move(to["x"] + 60, to["y"] + 80, steps=6)
    expect(lane(desk, "3")).to_have_class("lane lane-over")
    with desk.expect_response("**/put"):
        desk.mouse.up()
    expect(lane(desk, "3").locator(f'[data-pk="{pk}"]')).to_be_visible()
    expect(desk.locator(".toast form")).to_have_count(1)
    desk.keyboard.press("Control+z")
    desk.wait_for_load_state("networkidle")
    expect(lane(desk, "1").locator(f'[data-pk="{pk}"]')).to_be_visible()


def test_a_deed_is_undone_by_a_key_that_is_quicker_than_its_answer(
    desk: Page, stack: Stack
) -> None:
    opened(desk, stack, f"{CUSTOMERS}?view=all&look=board&by=grade&sort=name")
    first = lane(desk, "1").locator(".board-card").first
    pk = first.get_attribute("data-pk")
    waiting: list[Route] = []
    desk.route("**/put", lambda route: waiting.append(route))
    first.locator(".row-link").focus()
    with desk.expect_request("**/put"):
        desk.keyboard.press("]")
    expect(lane(desk, "2").locator(f'[data-pk="{pk}"]')).to_be_visible()
    desk.keyboard.press("Control+z")
    with desk.expect_navigation():
        waiting[0].continue_()
    expect(lane(desk, "1").locator(f'[data-pk="{pk}"]')).to_be_visible()


def test_keys_walk_a_board_peek_and_fold(desk: Page, stack: Stack) -> None:
    opened(desk, stack, f"{CUSTOMERS}?view=all&look=board&by=grade&sort=name")
    desk.keyboard.press("j")
    cards = lane(desk, "1").locator(".board-card")
    expect(cards.nth(0).locator(".row-link")).to_be_focused()
    desk.keyboard.press("ArrowRight")
    second = lane(desk, "2").locator(".board-card")
    expect(second.nth(0).locator(".row-link")).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(second.nth(1).locator(".row-link")).to_be_focused()
    desk.keyboard.press("ArrowRight")
    expect(lane(desk, "3").locator(".board-card").nth(1).locator(".row-link")).to_be_focused()
    desk.keyboard.press("ArrowLeft")
    expect(second.nth(1).locator(".row-link")).to_be_focused()
    desk.keyboard.press("Space")
    expect(desk.locator("[data-peek]")).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(desk.locator("[data-peek]")).to_have_count(0)
    with desk.expect_response("**/look"):
        lane(desk, "2").locator(".lane-fold").click()
    desk.reload()
    expect(lane(desk, "2").locator(".board-card")).to_have_count(0)
    lane(desk, "2").locator(".lane-fold").click()
    expect(lane(desk, "2").locator(".board-card").first).to_be_visible()


def test_a_campaign_is_dragged_to_another_day_and_back(desk: Page, stack: Stack) -> None:
    opened(desk, stack, f"{CAMPAIGNS}?view=all&look=calendar&on=starts_on")
    assert violations(desk) == []
    bar = desk.locator(".calendar-entry").first
    pk = bar.get_attribute("data-pk")
    day = bar.get_attribute("data-day")
    bar.locator(".row-link").focus()
    with desk.expect_response("**/put") as answer:
        desk.keyboard.press("Alt+ArrowUp")
    assert answer.value.status == 200
    expect(desk.locator(f'.calendar-entry[data-pk="{pk}"]').first).not_to_have_attribute(
        "data-day", str(day)
    )
    desk.keyboard.press("Control+z")
    desk.wait_for_load_state("networkidle")
    again = desk.locator(f'.calendar-entry[data-pk="{pk}"]').first
    expect(again).to_have_attribute("data-day", str(day))
    box = again.bounding_box()
    assert box
    desk.mouse.move(box["x"] + 30, box["y"] + 8)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 30, box["y"] - 130, steps=6)
    with desk.expect_response("**/put"):
        desk.mouse.up()
    expect(desk.locator(".toast form")).to_be_visible()
    desk.keyboard.press("Control+z")
    desk.wait_for_load_state("networkidle")
    expect(again).to_have_attribute("data-day", str(day))


COVERED = """
all => all.flatMap((more) => {
  const over = more.getBoundingClientRect();
  return [...more.closest('.calendar-week').querySelectorAll('.calendar-entry')].filter((entry) => {
    const box = entry.getBoundingClientRect();
    return box.left < over.right && over.left < box.right && box.bottom > over.top + 0.5;
  });
}).length
"""
"""How many entries lie under a line that tells how many more a day has."""


@pytest.mark.parametrize("height", [420, 900])
def test_the_rest_of_a_full_day_covers_no_entry_however_low_the_window(
    desk: Page, stack: Stack, height: int
) -> None:
    desk.set_viewport_size({"width": 1440, "height": height})
    opened(desk, stack, f"{CUSTOMERS}?view=all&look=calendar&on=last_contacted_at&day=2026-11-01")
    rest = desk.locator(".calendar-left")
    assert rest.count() > 0, "a day of the demo has more than fit"
    assert rest.evaluate_all(COVERED) == 0


def test_arrows_walk_the_days_and_enter_tells_all_of_one(desk: Page, stack: Stack) -> None:
    opened(desk, stack, f"{CUSTOMERS}?view=all&look=calendar&on=created_at&day=2026-11-01")
    desk.locator('.calendar-day[data-day="2026-11-01"]').focus()
    desk.keyboard.press("ArrowRight")
    expect(desk.locator('.calendar-day[data-day="2026-11-02"]')).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#day-dialog")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator('.calendar-day[data-day="2026-11-02"]')).to_be_focused()
    desk.keyboard.press("PageDown")
    expect(desk.locator(".calendar-title")).to_contain_text("12월")
    expect(desk.locator('.calendar-day[data-day="2026-12-02"]')).to_be_focused()


@pytest.fixture
def thumb(chrome: Browser, stack: Stack) -> Iterator[Page]:
    """A phone with a list on it."""
    context = chrome.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="ko-KR",
        timezone_id="Asia/Seoul", reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    log_in(page, stack)
    yield page
    context.close()


class Finger:
    """A finger as the browser itself gets it from the screen."""

    def __init__(self, page: Page) -> None:
        self.link = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: dict[str, float]) -> None:
        self.link.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", {"x": x, "y": y})

    def to(self, x: float, y: float) -> None:
        self._send("touchMove", {"x": x, "y": y})

    def up(self) -> None:
        self._send("touchEnd")


@pytest.mark.feature("U10")
def test_a_row_is_swiped_and_chosen_with_a_thumb(thumb: Page, stack: Stack) -> None:
    opened(thumb, stack, f"{CUSTOMERS}?view=all&look=list&sort=name")
    row = thumb.locator("tr[data-pk]").nth(2)
    box = row.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    finger = Finger(thumb)
    finger.down(320, middle)
    with thumb.expect_response("**/swipe"):
        for x in (300, 260, 200, 120):
            finger.to(x, middle)
    finger.up()
    expect(row.locator(".swipe-deed").first).to_be_in_viewport()
    assert "/customers/?" in thumb.url
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert thumb.evaluate(wide) <= 0

    other = thumb.locator("tr[data-pk]").nth(5)
    box = other.bounding_box()
    assert box
    finger.down(200, box["y"] + 20)
    thumb.wait_for_timeout(700)
    finger.up()
    expect(other.locator(".row-check")).to_be_checked()
    thumb.locator("tr[data-pk]").nth(6).tap()
    expect(thumb.locator(".row-check:checked")).to_have_count(2)
    expect(thumb.locator("#deeds")).to_be_visible()
    assert "/customers/?" in thumb.url


@pytest.mark.feature("U10")
def test_a_phone_shows_one_column_at_a_time_and_days_one_after_another(
    thumb: Page, stack: Stack
) -> None:
    opened(thumb, stack, f"{CUSTOMERS}?view=all&look=board&by=grade")
    thumb.locator('[data-lane-to="3"]').tap()
    expect(thumb.locator('[data-lane-to="3"]')).to_have_attribute("aria-selected", "true")
    expect(lane(thumb, "3").locator(".board-card").first).to_be_in_viewport()
    expect(lane(thumb, "1").locator(".board-card").first).not_to_be_in_viewport()
    opened(thumb, stack, f"{CUSTOMERS}?view=all&look=calendar&on=created_at")
    expect(thumb.locator(".agenda li[data-day]").first).to_be_visible()
    expect(thumb.locator(".calendar-grid")).to_be_hidden()
