"""A colleague is called in a note: she sees the number, opens the notice, and it is read (U9)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("U9")]


def test_a_mention_reaches_the_colleague(page: Page, chrome: Browser, stack: Stack) -> None:
    other = chrome.new_context(
        viewport={"width": 1440, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    her = other.new_page()
    log_in(her, stack, "minho.choi")
    her.goto(stack.url("demo", "/tenants/notices/"))
    if her.get_by_role("button", name="모두 읽음").count():  # what other journeys told her
        her.get_by_role("button", name="모두 읽음").click()
    expect(her.locator(".nav-notices [data-unread]")).to_have_text("")

    log_in(page, stack)
    page.goto(stack.url("demo", "/base/customers/?sort=name"))
    page.locator("tbody tr .row-link").first.click()
    page.keyboard.press("Enter")
    expect(page.locator(".record-name")).to_be_visible()
    customer = page.url.partition("?")[0]

    page.locator("#note").click()
    page.keyboard.type("@ㅊㅁㅎ")
    expect(page.locator(".colleagues [role=option]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("단가표 부탁해요")
    expect(page.locator("#note")).to_have_value("@최민호 단가표 부탁해요")
    expect(page.locator(".composer-told")).to_contain_text("동료 1명에게 알림")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline .mention").first).to_have_text("@최민호")

    her.goto(stack.url("demo", "/portal/"))
    line = her.locator(".nav-notices")
    expect(line.locator("[data-unread]")).to_have_text("1")
    line.click()
    expect(her.locator(".notice-line.unread")).to_have_count(1)
    expect(her.locator(".notice-detail")).to_have_text("@최민호 단가표 부탁해요")
    her.wait_for_load_state("networkidle")
    her.keyboard.press("j")
    expect(her.locator(".notice-link").first).to_be_focused()
    her.keyboard.press("Enter")
    expect(her.locator(".record-name")).to_be_visible()
    assert her.url == customer
    expect(her.locator(".nav-notices [data-unread]")).to_have_text("")

    her.goto(stack.url("demo", "/tenants/notices/?show=all"))
    her.wait_for_load_state("networkidle")
    her.locator(".notice-line button").first.click()
    expect(her.locator(".nav-notices [data-unread]")).to_have_text("1")
    her.keyboard.press("j")
    her.keyboard.press("e")
    expect(her.locator(".nav-notices [data-unread]")).to_have_text("")
    expect(her.locator(".notice-line.unread")).to_have_count(0)
    other.close()


def test_the_number_comes_to_a_page_that_is_open(page: Page, stack: Stack) -> None:
    """One light request when one comes back to the window, and none besides."""
    log_in(page, stack, "minho.choi")
    page.goto(stack.url("demo", "/tenants/notices/"))
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.evaluate("document.dispatchEvent(new CustomEvent('notices-changed'))")
    expect(page.locator(".nav-notices [data-unread]")).to_have_text(re.compile(r"^\d*$"))
    page.wait_for_timeout(200)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(200)
    assert len([url for url in asked if url.endswith("/notices/count")]) == 1
