"""By keys alone: find and replace in a whole file, undo, and other rules beside the rows (U5)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import axe
from tests.journeys.stack import Stack
from tests.journeys.test_clerk import log_in

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("U5"),
    pytest.mark.feature("U10"),
]
ROWS = ["이름,회사,휴대폰,등급"] + [
    f"겨울들{number},㈜한빛,010-7000-{number:04},{'우수+' if number % 20 == 0 else 'A'}"
    for number in range(1, 201)
]


def test_a_text_is_replaced_in_the_whole_file_and_undone_by_keys(page: Page, stack: Stack) -> None:
    log_in(page, stack, "sujin.lee")
    page.goto(stack.url("demo", "/base/customers/import"))
    file = {"name": "등급.csv", "mimeType": "text/csv", "buffer": "\n".join(ROWS).encode()}
    page.set_input_files("#file", file)
    page.locator("main form .btn-primary").first.click()
    page.locator(".wizard-foot .btn-primary").click()
    expect(page.locator("#check[data-state=checked]")).to_be_visible()
    counts = page.locator(".import-counts")
    expect(counts).to_contain_text("190")

    page.keyboard.press("Control+h")
    expect(page.locator("#find-text")).to_be_focused()
    page.keyboard.type("우수+")
    expect(page.locator("#found")).to_have_text("10행에서 10칸")
    page.keyboard.press("Tab")
    page.keyboard.type("A+")
    page.keyboard.press("Enter")
    expect(page.locator(".import-said")).to_have_text("10행에서 10칸을 바꿨어요.")
    expect(counts).to_contain_text("200")
    assert axe.violations(page) == []

    page.keyboard.press("Control+z")
    expect(page.locator(".import-said")).to_contain_text("되돌렸어요")
    expect(counts).to_contain_text("190")

    rule = page.locator("#rule-here")
    rule.select_option("only")
    expect(counts).to_contain_text("아직 없음")
    expect(rule).to_be_focused()
    rule.select_option("skip")
    expect(counts).not_to_contain_text("아직 없음")
    expect(counts).to_contain_text("190")

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(page.url.split("?")[0] + "?show=all&replace=1")
    expect(page.locator("#find-text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
