"""A colleague writes a post in the editor and another one reads and confirms it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("A24")]


def test_a_post_is_written_in_the_editor_and_confirmed(stack: Stack, page: Page) -> None:
    log_in(page, stack, "sujin.lee")
    page.goto(stack.url("demo", "/boards/posts/new"))
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").fill("필독 점검 안내")
    page.locator("#id_board").fill("자유 게시판")
    page.locator(".rich-page").click()
    page.keyboard.type("다음 주에 ")
    page.keyboard.press("Control+b")
    page.keyboard.type("점검해요")
    page.get_by_label("모두 확인해야 함").check()
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/boards/posts/*-*/")
    expect(page.locator(".rich-text strong, .rich-text b")).to_have_text("점검해요")
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    page.get_by_role("button", name="읽고 확인했어요").click()
    expect(page.locator(".post-confirmed")).to_be_visible()
    expect(page.locator(".post-readers summary")).to_have_text("1명이 읽음")
