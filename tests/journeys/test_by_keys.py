"""From log-in to a sent campaign without touching a mouse (U3, U10)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("U3"),
    pytest.mark.feature("U10"),
]

FOCUSED = """() => {
  const e = document.activeElement;
  const label = e.getAttribute('aria-label') || (e.labels && e.labels[0]?.innerText);
  return (label || e.innerText || e.name || '').replace(/\\s+/g, ' ').trim();
}"""
FARTHEST = 90
"""Presses of Tab; whoever needs more gives up."""


def test_a_campaign_is_sent_by_keys_alone(page: Page, stack: Stack) -> None:
    keys = page.keyboard
    page.goto(stack.url("demo", "/accounts/login/"))
    tab_to(page, "메일")
    keys.type("sujin.lee@demo.example")
    tab_to(page, "비밀번호")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text("포털")
    ready(page)
    keys.press("g")
    keys.press("m")
    page.wait_for_url("**/campaign/campaigns/")
    ready(page)
    keys.press("n")
    page.wait_for_url("**/campaigns/new")
    tab_to(page, "캠페인명")
    keys.type("키보드로 보내는 캠페인")
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text("키보드로 보내는 캠페인")
    tab_to(page, "새 메일")
    keys.press("Enter")
    page.wait_for_url("**/projects/new*")
    tab_to(page, "프로젝트명")
    keys.press("Enter")
    page.wait_for_url("**/audience")

    choose_best_customers(page)
    ready(page)
    keys.press("Control+Enter")
    write(page)
    expect(page.locator("[data-onward]").first).to_be_enabled()
    keys.press("Control+Enter")
    page.wait_for_url("**/check")
    ready(page)
    tab_to(page, "승인")
    keys.press("Enter")
    expect(page.locator("#problems")).to_contain_text("바로 보낼 수 있어요")
    ready(page)
    keys.press("Control+Enter")
    count = page.locator("dialog[open] [data-typed-count]").get_attribute("data-typed-count")
    assert count
    keys.type(count)
    keys.press("Enter")
    expect(page.locator("main")).to_contain_text("완료", timeout=90_000)


def choose_best_customers(page: Page) -> None:
    """A condition out of the menu, its value out of the choices."""
    expect(page.locator("#conditions")).to_be_visible()
    page.keyboard.press("n")
    menu = page.locator(".conditions-foot .menu-list")
    expect(menu).to_be_visible()
    for _step in range(FARTHEST):
        page.keyboard.press("ArrowDown")
        if page.evaluate(FOCUSED) == "등급":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#conditions [name=grade]").first).to_be_attached()
    tab_to(page, "A")
    page.keyboard.press("Space")


def write(page: Page) -> None:
    expect(page.locator("#step-form.writing")).to_be_visible()
    fields = {
        "보내는 이름": "다온상사",
        "보내는 메일 주소": "news@daon.example",
        "제목": "겨울 인사",
        "내용": "안녕하세요, 겨울 인사를 드려요.",
    }
    for label, text in fields.items():
        tab_to(page, label)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)


def ready(page: Page) -> None:
    """The keys of a page answer once its script runs."""
    page.wait_for_function("document.documentElement.classList.contains('js')")


def tab_to(page: Page, label: str) -> None:
    """Presses Tab until what is focused is called so; AssertionError when it never is."""
    seen = []
    for _step in range(FARTHEST):
        here = page.evaluate(FOCUSED)
        if here == label or here.startswith(f"{label} "):
            return
        seen.append(here)
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to “{label}”: {seen}")
