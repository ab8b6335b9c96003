"""From log-in to a sent campaign with a thumb on a phone (U10)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("U10")]

SMALL = """() => {
  const kinds = 'a[href], button, input:not([type=hidden]), select, summary';
  const excused = '.checkbox, .radio, .skip-link, p *, li *, td *, dd *, .sr-only';
  const small = ({ width, height }) => width && height && (width < 24 || height < 24);
  return [...document.querySelectorAll(kinds)]
    .filter(e => e.offsetParent && !e.matches(excused) && !e.labels?.length)
    .filter(e => small(e.getBoundingClientRect()))
    .map(e => e.outerHTML.slice(0, 120));
}"""
"""What a finger misses: under 24 px, the least of WCAG 2.2 (2.5.8)."""


@pytest.fixture
def visitor(chrome: Browser) -> Iterator[BrowserContext]:
    """A person with a phone."""
    context = chrome.new_context(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )
    yield context
    context.close()


def test_a_campaign_is_sent_from_a_phone(page: Page, stack: Stack) -> None:
    page.goto(stack.url("demo", "/accounts/login/"))
    page.fill("input[name=login]", "sujin.lee@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form .btn-primary").first.tap()
    expect(page.locator("h1")).to_contain_text("포털")
    fits(page)
    page.locator(".bottom-bar").get_by_role("link", name="캠페인", exact=True).tap()
    expect(page.locator("h1")).to_contain_text("캠페인")
    fits(page)
    page.locator(".panel-actions .btn-primary").tap()
    page.fill("#id_name", "휴대폰으로 보내는 캠페인")
    page.get_by_role("button", name="저장").first.tap()
    page.get_by_role("link", name="새 메일").tap()
    page.wait_for_url("**/projects/new*")
    page.locator("main form .btn-primary").first.tap()

    page.wait_for_url("**/audience")
    fits(page)
    page.locator(".conditions-foot summary").tap()
    page.locator("button[name=add][value=grade]").tap()
    page.locator("#conditions label:has([name=grade][value='3'])").tap()
    page.route("**/assets/content-*.js", slowly)  # what is written before it runs counts, too
    page.get_by_role("button", name=re.compile("^다음: 내용")).tap()
    page.wait_for_url("**/content")
    fits(page)
    page.fill("#id_sender_name", "다온상사")
    page.fill("#id_subject", "겨울 인사")
    page.fill("#id_body", "안녕하세요, 겨울 인사를 드려요.")
    page.get_by_role("button", name=re.compile("^다음: 확인")).tap()
    page.wait_for_url("**/check")
    page.get_by_role("button", name="승인").tap()
    expect(page.locator("#problems")).to_contain_text("바로 보낼 수 있어요")
    fits(page)
    page.get_by_role("button", name=re.compile("명에게 발송")).first.tap()
    form = page.locator("dialog[open] [data-typed-count]")
    page.fill("dialog[open] [name=confirmed]", form.get_attribute("data-typed-count") or "")
    page.locator("dialog[open] [data-when-typed]").tap()
    expect(page.locator("main")).to_contain_text("완료", timeout=90_000)
    fits(page)


def slowly(route: Route) -> None:
    time.sleep(1.5)
    route.continue_()


def fits(page: Page) -> None:
    """Nothing sticks out sideways, and everything can be hit."""
    page.wait_for_load_state("load")
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
    assert page.evaluate(SMALL) == [], page.url
