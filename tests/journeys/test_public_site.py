"""The public site with keys and live checks, in a real browser (P1, P2)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("P1"),
    pytest.mark.feature("P2"),
]


def test_the_calculator_by_keys(page: Page, stack: Stack) -> None:
    """Arrows step, typing computes, a mistake gets its sentence, the address holds the choice."""
    page.goto(stack.url("", "/?base=12&sales=6&service=4&campaign=4&email=50000&sms=3990"))
    total = page.locator(".receipt-total")
    page.focus("#users-base")
    page.keyboard.press("ArrowUp")
    expect(total).to_have_text("₩1,616,725")
    page.keyboard.press("ArrowDown")
    page.fill("#count-sms", "4000")
    expect(total).to_have_text("₩1,606,000")
    page.fill("#users-service", "네 명")
    expect(page.locator("#problem-service")).to_contain_text("9,999")
    expect(page.locator("#users-service")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#users-service")).to_have_value("네 명")
    page.fill("#users-service", "4")
    expect(total).to_have_text("₩1,606,000")
    page.locator(".receipt-advice a").press("Enter")
    expect(page.locator("#users-full")).to_have_value("4")
    expect(total).to_have_text("₩1,463,000")
    expect(page.locator("#receipt-title")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?base=12&sales=2&full=4&email=50000&sms=4000$"))


def test_quick_clicks_are_all_counted(page: Page, stack: Stack) -> None:
    """An answer to an earlier number never undoes a later one."""
    page.goto(stack.url("", "/?base=0"))
    more = page.locator("button[name=more][value=base]")
    for pause in (0, 0, 90, 110, 130, 0, 150, 0):
        more.click()
        page.wait_for_timeout(pause)
    expect(page.locator("#users-base")).to_have_value("8")
    expect(page.locator(".receipt-total")).to_have_text("₩143,000")


def test_sign_up_answers_as_each_field_is_left(page: Page, stack: Stack) -> None:
    page.goto(stack.url("", "/signup?base=3&campaign=1"))
    expect(page.locator(".order-total")).to_contain_text("₩154,000")
    page.fill("#id_business_number", "1208147520")
    page.press("#id_business_number", "Tab")
    expect(page.locator("#id_business_number_notes .field-error")).to_be_visible()
    page.fill("#id_business_number", "1208147521")
    page.press("#id_business_number", "Tab")
    expect(page.locator("#id_business_number")).to_have_value("120-81-47521")
    expect(page.locator("#id_business_number_notes .field-ok")).to_be_attached()
    page.locator("#id_address").press_sequentially("haneul-food")
    expect(page.locator("#id_address_notes .field-ok")).to_be_visible()
    page.fill("#id_email", "bom@gmial.com")
    page.press("#id_email", "Tab")
    page.locator("#id_email_notes [data-instead]").click()
    expect(page.locator("#id_email")).to_have_value("bom@gmail.com")
    page.fill("#id_password", "password123")
    page.press("#id_password", "Tab")
    expect(page.locator("#id_password_notes .field-error")).to_be_visible()
    expect(page.locator(".strength")).to_have_attribute("data-strength", "1")
    everything = page.locator("[data-agree-all]")
    everything.check()
    page.uncheck("#id_news")
    assert everything.evaluate("box => box.indeterminate") is True


def test_a_refused_sign_up_keeps_the_password_and_goes_to_the_first_mistake(
    page: Page, stack: Stack
) -> None:
    page.goto(stack.url("", "/signup?base=3"))
    page.fill("#id_company_name", "하늘식품")
    page.fill("#id_business_number", "120-81-47520")
    page.fill("#id_address", "www")
    page.fill("#id_password", "a-quiet-morning")
    page.locator(".signup-form .form-foot button").click()
    for name in ("business_number", "address", "admin_name", "email", "terms"):
        expect(page.locator(f"#id_{name}_notes .field-error")).to_be_visible()
    expect(page.locator("#id_password")).to_have_value("a-quiet-morning")
    expect(page.locator("#id_business_number")).to_be_focused()


@pytest.mark.feature("P6")
def test_the_browser_alone_remembers_companies(page: Page, stack: Stack) -> None:
    """Both those one came from and those one went to; each can be taken off the list."""
    page.goto(stack.url("", "/companies#hanbit"))
    recent = page.locator("#recent-companies li")
    expect(recent).to_have_count(1)
    expect(page).to_have_url(stack.url("", "/companies"))
    page.reload()
    expect(recent.locator("a")).to_have_text("hanbit")
    expect(recent.locator("a")).to_have_attribute("href", stack.url("hanbit", "/accounts/login/"))
    recent.locator("button").click()
    expect(page.locator("#recent-companies")).to_be_hidden()
