"""The customers' list by keys alone: the panel beside it, ticking, finding, going back (U1, U2)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("U1"),
    pytest.mark.feature("U2"),
]
LIST = "/base/customers/?sort=name"


@pytest.fixture
def rows(page: Page, stack: Stack) -> Page:
    """The list of the demo company, opened by a member."""
    log_in(page, stack, "minho.choi")
    page.goto(stack.url("demo", LIST))
    page.wait_for_load_state("networkidle")
    return page


def place(number: int) -> re.Pattern[str]:
    """Where one is in the list; other journeys may have added customers."""
    return re.compile(rf"\b{number} / 3\d\d\b")


def peeked(page: Page) -> str:
    """The name of the row whose record stands beside the list."""
    return page.locator("tr.peeked .row-link").inner_text()


def test_keys_walk_the_panel_and_the_list_does_not_move(rows: Page) -> None:
    scroll = "document.getElementById('content').scrollTop"
    rows.locator("tbody tr").nth(1).click()
    expect(rows.locator("[data-peek-position]")).to_have_text(place(2))
    first = peeked(rows)
    assert "peek=" in rows.url
    assert rows.evaluate(scroll) == 0

    rows.keyboard.press("ArrowDown")
    expect(rows.locator("[data-peek-position]")).to_have_text(place(3))
    rows.keyboard.press("k")
    expect(rows.locator("[data-peek-position]")).to_have_text(place(2))
    assert peeked(rows) == first

    rows.keyboard.press("Escape")
    expect(rows.locator("[data-peek]")).to_have_count(0)
    assert "peek=" not in rows.url
    expect(rows.locator("tbody tr").nth(1).locator(".row-link")).to_be_focused()


def test_enter_opens_the_record_and_back_returns_to_the_panel(rows: Page) -> None:
    rows.locator("tbody tr").nth(2).click()
    expect(rows.locator("[data-peek-position]")).to_have_text(place(3))
    name = peeked(rows)
    rows.keyboard.press("Enter")
    expect(rows.locator(".record-name")).to_contain_text(name.split("\n")[-1])
    expect(rows.locator("#place")).to_contain_text(place(3))

    rows.keyboard.press("j")
    expect(rows.locator("#place")).to_contain_text(place(4))
    rows.go_back()
    rows.go_back()
    expect(rows.locator("[data-peek]")).to_have_count(1)


def test_back_closes_the_panel_without_asking_for_the_list_again(rows: Page) -> None:
    asked: list[str] = []
    rows.locator("tbody tr").first.click()
    expect(rows.locator("[data-peek]")).to_have_count(1)
    rows.on("request", lambda request: asked.append(request.url))
    rows.go_back()
    expect(rows.locator("[data-peek]")).to_have_count(0)
    assert [address for address in asked if address.endswith("sort=name")] == []


def test_rows_are_ticked_by_key_and_by_range_and_let_go(rows: Page) -> None:
    rows.locator("tbody tr").first.click()
    expect(rows.locator("[data-peek]")).to_have_count(1)
    rows.keyboard.press("x")
    rows.locator(".row-check").nth(4).click(modifiers=["Shift"])
    expect(rows.locator(".row-check:checked")).to_have_count(5)
    expect(rows.locator("[data-chosen-count]")).to_contain_text("5")
    assert rows.evaluate("getSelection().toString()") == ""
    rows.keyboard.press("Escape")
    expect(rows.locator(".row-check:checked")).to_have_count(0)
    expect(rows.locator("[data-peek]")).to_have_count(1)


def test_finding_and_filtering_by_key_stand_in_the_address(rows: Page) -> None:
    rows.keyboard.press("/")
    rows.keyboard.type("김")
    rows.wait_for_url("**q=%EA%B9%80*")
    expect(rows.locator("#find")).to_be_focused()
    rows.locator("#find").blur()
    rows.keyboard.press("f")
    rows.locator(".offer summary").first.click()
    rows.locator(".offer[open] input[type=checkbox]").first.check()
    rows.locator(".offer[open] button").click()
    rows.wait_for_url("**grade=1*")
    expect(rows.locator(".chip")).to_have_count(2)
    rows.go_back()
    expect(rows.locator(".chip")).to_have_count(1)
    expect(rows.locator("#find")).to_have_value("김")


OTHERS = """() => {
  const other = new Event("htmx:after:swap", { bubbles: true });
  addEventListener("popstate", () => document.body.dispatchEvent(other), { once: true });
  history.back();
}"""
"""Back, while another part of the page comes in: the numbers of the views do so after each list."""


def test_going_back_brings_the_list_back_whatever_else_comes_in(rows: Page) -> None:
    rows.keyboard.press("f")
    rows.locator(".offer summary").first.click()
    rows.locator(".offer[open] input[type=checkbox]").first.check()
    rows.locator(".offer[open] button").click()
    expect(rows.locator(".chip")).to_have_count(1)
    rows.evaluate(OTHERS)
    expect(rows.locator(".chip")).to_have_count(0)
    assert "grade=1" not in rows.url


def test_a_note_from_the_panel_is_kept_by_ctrl_enter(rows: Page) -> None:
    rows.locator("tbody tr").nth(3).click()
    rows.locator("#note").fill("열쇠 복사 부탁")
    rows.keyboard.press("Control+Enter")
    expect(rows.locator("#recent")).to_contain_text("열쇠 복사 부탁")
    expect(rows.locator("#note")).to_have_value("")
