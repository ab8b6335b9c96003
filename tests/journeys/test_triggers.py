"""An administrator makes a trigger by clicking, switches it on, and a worker carries it out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("A29")]


def test_a_trigger_made_by_clicking_makes_a_to_do(stack: Stack, page: Page) -> None:
    log_in(page, stack, "sujin.lee")
    page.goto(stack.url("demo", "/tenants/triggers/"))
    assert violations(page) == []
    page.locator("#main").get_by_text("새 트리거", exact=True).click()
    page.locator("#main").get_by_role("link", name="고객", exact=True).click()
    page.fill("#id_name", "새 고객에게 인사")
    page.select_option("#id_moment", label="기록이 생겼을 때")
    expect(page.get_by_text("조건이 없으면 모든 기록에 실행해요.")).to_be_visible()
    assert page.input_value("#id_name") == "새 고객에게 인사"
    page.get_by_role("button", name="할 일 만들기").click()
    page.fill("[name=a0-title]", "첫 인사 전화")
    page.get_by_role("button", name="항목 바꾸기").click()
    page.select_option("[name=a1-field]", label="메모")
    expect(page.locator("[name=a1-value]")).to_be_visible()
    page.fill("[name=a1-value]", "트리거가 적음")
    assert page.input_value("[name=a0-title]") == "첫 인사 전화"
    assert violations(page) == []
    page.get_by_role("button", name="저장", exact=True).last.click()
    page.get_by_role("button", name="켜기").click()
    expect(page.locator(".toast").last).to_contain_text("켰어요")
    log = page.url

    page.goto(stack.url("demo", "/base/customers/new"))
    page.fill("#id_name", "트리거손님")
    page.press("#id_name", "Enter")
    page.wait_for_url(lambda address: "/new" not in address)

    def is_done() -> bool:
        page.goto(log)
        return page.get_by_text("님의 할 일 만듦").count() > 0

    for _again in range(60):
        if is_done():
            break
        page.wait_for_timeout(500)
    expect(page.locator("tbody")).to_contain_text("트리거손님")
    expect(page.locator("tbody")).to_contain_text("트리거가 적음")
    assert violations(page) == []
