"""A newcomer arranges the portal: with the mouse, with keys, and finds it so again."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("A3"),
    pytest.mark.feature("U10"),
]

STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
STARTS = "/tenants/portal-starts/"
LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
}).observe({ type: "longtask" });
"""


def order(page: Page) -> list[str]:
    """Code and size of every tile, in the order of the page."""
    return page.eval_on_selector_all(
        ".portal-tile",
        "tiles => tiles.map(t => `${t.dataset.code} ${t.dataset.columns}x${t.dataset.rows}`)",
    )


def drag(page: Page, code: str, onto: str) -> None:
    """With a real mouse, from the head of one tile to the middle of another."""
    start = page.locator(f"[data-code='{code}']").bounding_box()
    end = page.locator(f"[data-code='{onto}']").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 60, start["y"] + 18)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 60, steps=20)
    expect(page.locator(".widget-slot")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".portal-grid")).to_have_attribute("data-state", "saved")


def test_a_newcomer_arranges_the_portal(stack: Stack, page: Page) -> None:
    page.add_init_script(LONG_TASKS)
    log_in(page, stack, "jian.park")
    page.keyboard.press("l")
    page.wait_for_url(re.compile("/portal/arrange$"))
    page.wait_for_load_state("networkidle")
    first = order(page)

    page.evaluate("window.longTasks.length = 0")
    drag(page, "portal.today", "base.growth")
    assert [task for task in page.evaluate("window.longTasks") if task > 200] == []
    dragged = order(page)
    assert dragged.index("portal.today 4x4") == first.index("base.growth 4x4")
    assert dragged.index("base.growth 4x4") == first.index("portal.today 4x4")

    tile = page.locator("[data-code='base.care']")
    says = page.locator("#portal-says")
    tile.focus()
    page.keyboard.press("Space")
    expect(says).to_contain_text("연락할 고객")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    assert order(page) != dragged
    page.keyboard.press("Escape")
    assert order(page) == dragged
    expect(says).to_contain_text("되돌렸어요")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(tile).to_be_focused()
    expect(page.locator(".portal-grid")).to_have_attribute("data-state", "saved")
    arranged = order(page)
    assert "base.care 5x4" in arranged

    page.reload()
    assert order(page) == arranged
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("/portal/$"))
    shown = page.eval_on_selector_all(".portal-tile", "tiles => tiles.map(t => t.id)")
    assert shown == [f"tile-{line.split()[0].replace('.', '-')}" for line in arranged]


def test_on_a_phone_the_menu_moves_tiles(stack: Stack, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, stack, "hayun.jung")
    page.goto(stack.url("demo", "/portal/arrange"))
    page.wait_for_load_state("networkidle")
    first = order(page)
    tile = page.locator("[data-code='portal.today']")
    tile.locator(".menu > summary").click()
    tile.locator("button[value=later]").click()
    expect(page.locator(".portal-grid")).to_have_attribute("data-state", "saved")
    moved = order(page)
    assert moved.index("portal.today 4x4") == first.index("portal.today 4x4") + 1
    page.reload()
    assert order(page) == moved
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.feature("A7")
def test_two_keys_add_a_customer_from_the_portal(stack: Stack, page: Page) -> None:
    log_in(page, stack, "hayun.jung")
    page.goto(stack.url("demo", "/portal/"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("n")
    page.keyboard.press("c")
    drawer = page.locator("#add")
    drawer.get_by_label("이름", exact=True).fill("포털에서 온 고객")
    page.keyboard.press("Control+Enter")
    expect(drawer).to_be_hidden()
    expect(page.locator("#tile-base-news")).to_contain_text("포털에서 온 고객")


@pytest.mark.feature("A2")
@pytest.mark.feature("A5")
def test_the_full_menu_puts_a_screen_among_one_s_own_without_leaving(
    stack: Stack, page: Page
) -> None:
    log_in(page, stack, "hayun.jung")
    page.goto(stack.url("demo", "/portal/"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url(re.compile("/tenants/menu$"))
    page.wait_for_load_state("networkidle")
    page.locator(".full-groups").get_by_role("button", name="내 메뉴에 넣기: 상품").click()
    expect(page.locator(".full-own").get_by_role("link", name="상품")).to_be_visible()
    expect(page.locator("#favourites").get_by_role("link", name="상품")).to_be_visible()
    page.locator(".full-groups").get_by_role("button", name="내 메뉴에서 빼기: 상품").click()
    expect(page.locator(".full-own").get_by_role("link", name="상품")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_portal_and_first_steps_can_be_used_by_everybody(
    stack: Stack, page: Page, theme: str
) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    log_in(page, stack, "sujin.lee")
    for path in ("/portal/", "/portal/arrange", "/portal/start", "/tenants/menu", STARTS):
        page.goto(stack.url("demo", path))
        page.wait_for_load_state("networkidle")
        if path.endswith("arrange"):
            page.locator("[data-code='base.care']").focus()
        found = Axe().run(page, options=STANDARDS)
        assert found.violations_count == 0, found.generate_report()
