"""A screen is shown to a colleague by keys alone, several in a row, and the colleague answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("A30")]


def open_drawer(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.locator("#hint-form .choose.mounted")).to_be_visible()


def test_two_screens_in_a_row_by_keys_and_an_answer(
    stack: Stack, page: Page, chrome: Browser
) -> None:
    log_in(page, stack, "sujin.lee")
    page.goto(stack.url("demo", "/base/customers/?q=김"))
    open_drawer(page)
    expect(page.locator("#hint-form [role=combobox]")).to_be_focused()
    page.keyboard.type("ㅊㅁㅎ")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("이 목록 봐 주세요")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#hint-leave")).to_be_visible()
    page.keyboard.press("Enter")  # goes on writing
    page.keyboard.press("Control+Enter")
    expect(page.locator("#hint")).to_be_hidden()
    expect(page.locator(".toast").last).to_contain_text("동료 1명에게 보냈어요")

    page.goto(stack.url("demo", "/tenants/reports/"))
    open_drawer(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # as last time
    expect(page.locator("#id_note")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#hint")).to_be_hidden()

    context = chrome.new_context(
        viewport={"width": 390, "height": 844}, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    other = context.new_page()
    log_in(other, stack, "minho.choi")
    other.goto(stack.url("demo", "/tenants/hints/"))
    expect(other.locator(".notice-line.unread")).to_have_count(2)
    assert violations(other) == []
    other.locator(".notice-link").last.click()
    other.get_by_role("link", name="화면 열기").click()
    other.wait_for_url("**/base/customers/?q=*")
    expect(other.locator(".hint-strip")).to_contain_text("이 목록 봐 주세요")
    other.locator(".hint-strip").get_by_role("link", name="답하기").click()
    other.locator("#id_answer").fill("네, 봤어요")
    other.keyboard.press("Enter")
    expect(other.locator(".toast").last).to_contain_text("답을 보냈어요")
    page.goto(stack.url("demo", "/tenants/hints/?box=sent"))
    page.locator(".notice-link").last.click()
    expect(page.locator(".hint-receipts")).to_contain_text("네, 봤어요")
    assert violations(page) == []
    context.close()


def test_the_palette_opens_the_drawer_over_the_screen(stack: Stack, page: Page) -> None:
    log_in(page, stack, "sujin.lee")
    page.goto(stack.url("demo", "/base/customers/"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette-row[aria-selected=true]")).to_be_visible()
    page.keyboard.type("동료에게 보")
    expect(page.locator(".palette-row[aria-selected=true]")).to_contain_text("동료에게 보내기")
    page.keyboard.press("Enter")
    expect(page.locator("#hint-form .hint-screen")).to_contain_text("고객")
