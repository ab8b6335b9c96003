"""A clerk brings a messy list in, mends it by keys, and takes it all back (U5, U6)."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("U5"),
    pytest.mark.feature("U6"),
]
HEAD = ["성명", "업체명", "휴대폰 번호", "E-mail", "비고"]
ROWS = [
    ["여름밭하나", "㈜한빛", "10-1234-5671", "HANA@buyer.example", ""],
    ["여름밭 하나", "", "01012345671", "", "전화 잘 받음"],
    ["여름밭둘", "=cmd|' /C calc'!A0", "010-2345-6782", "", ""],
    ["여름밭셋", "새봄", "O1O-3456-7893", "", ""],
    ["여름밭넷", "새봄", "010-4567-8904", "net@@naver,com", ""],
    ["", "이름 없는 회사", "010-5678-9015", "", ""],
    ["여름밭다섯", "", "010-6789-0126", "", "주민 800517-1234568"],
]
"""A 0 that a spreadsheet dropped, one person twice, a formula, letters for digits, a mail with two
signs, a row without a name, a resident number."""


def messy() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *ROWS])
    return out.getvalue().encode("cp949")


def test_a_messy_list_comes_in_clean_and_goes_again(page: Page, stack: Stack) -> None:
    log_in(page, stack, "sujin.lee")
    bring(page, stack)
    mend(page)
    page.get_by_role("button", name=re.compile("고객 6명 가져오기")).click()
    expect(page.locator("#progress[data-state=done]")).to_be_visible()
    run = page.url
    names = listed(page, stack)
    assert sorted(names) == ["여름밭 하나", "여름밭넷", "여름밭다섯", "여름밭둘", "여름밭셋"], names
    taken = exported(page, stack)
    assert "010-1234-5671" in taken, "the 0 is back, the two rows are one customer"
    assert "net@naver.com" in taken
    assert "1234568" not in taken
    assert "=cmd" not in taken
    page.goto(run)
    page.locator(".import-revert form button").click()
    expect(page.locator(".import-revert")).to_contain_text("되돌릴 수 있는 것: 고객 5명")
    page.locator(".import-revert form:has([name=sure]) button").click()
    expect(page.locator(".import-revert")).to_contain_text("되돌렸어요: 고객 5명")
    assert listed(page, stack) == []


def bring(page: Page, stack: Stack) -> None:
    """From the list to the check, with what the file's heads say."""
    page.goto(stack.url("demo", "/base/customers/"))
    page.get_by_role("link", name="가져오기").first.click()
    file = {"name": "고객명단.csv", "mimeType": "text/csv", "buffer": messy()}
    page.set_input_files("#file", file)
    page.locator("main form .btn-primary").first.click()
    expect(page.locator(".import-detected")).to_contain_text("CP949")
    chosen = page.locator(".import-main select").evaluate_all("all => all.map(one => one.value)")
    assert chosen == ["name", "company_name", "mobile", "email", "memo"]
    page.select_option("#on_duplicate", "update")
    page.locator(".wizard-foot .btn-primary").click()
    expect(page.locator("#check[data-state=checked]")).to_be_visible()
    counts = page.locator(".import-counts")
    expect(counts).to_contain_text(re.compile(r"신규\s*1.*업데이트\s*1.*오류\s*5", re.S))


def mend(page: Page) -> None:
    """After each mended cell the next bad one opens by itself, its text chosen."""
    page.wait_for_load_state("networkidle")  # the keys' script comes with the checked rows
    page.keyboard.press("F8")
    card = page.locator("[data-card]:popover-open")
    for row, keys in (
        (3, "Delete Enter"),
        (4, "Enter"),
        (5, "Enter"),
        (6, ""),
        (7, "Delete Enter"),
    ):
        expect(card.locator("input[name=number]")).to_have_value(str(row))
        if keys:
            expect(card.locator(":focus")).to_have_count(1)
        for key in keys.split():
            page.keyboard.press(key)
        if not keys:
            card.get_by_role("button", name="이 행 건너뛰기").click()
    expect(page.locator(".import-counts")).to_contain_text(re.compile(r"신규\s*5.*오류\s*1", re.S))


def listed(page: Page, stack: Stack) -> list[str]:
    page.goto(stack.url("demo", "/base/customers/?q=여름밭"))
    page.wait_for_load_state("networkidle")
    names: list[str] = page.locator("#results tbody .row-link .ellipsis").all_inner_texts()
    return [name.strip() for name in names]


def exported(page: Page, stack: Stack) -> str:
    page.goto(stack.url("demo", "/base/customers/export?q=여름밭"))
    page.select_option("#reason", "report")
    with page.expect_download() as started:
        page.locator("main form .btn-primary").first.click()
    return started.value.path().read_bytes().decode("utf-8-sig")
