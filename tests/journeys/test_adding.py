"""An order is added on the page of its customer, without leaving it (U2, U4)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("U2"),
    pytest.mark.feature("U4"),
]
ADD = "#add-base-order-customer"


@pytest.fixture
def customer(page: Page, stack: Stack) -> Page:
    """The page of a customer, with all that comes after it."""
    log_in(page, stack)
    page.goto(stack.url("demo", "/base/customers/"))
    page.goto(stack.url("demo", page.locator("#results .row-link").nth(4).get_attribute("href")))
    expect(page.locator(ADD)).to_be_visible()
    return page


def test_an_order_is_added_by_keys_seen_at_once_and_taken_back(customer: Page) -> None:
    page, here = customer, customer.url
    count = page.locator("#related-base-order-customer h2 .count")
    before = int(count.inner_text())
    page.locator(ADD).click()
    form = page.locator("#add #record-form")
    expect(form.locator("[name=account]")).to_be_focused()
    assert violations(page) == []
    form.locator("[name=number]").fill("옆에서-1")
    form.locator("[name=amount]").fill("많이")
    page.keyboard.press("Control+Enter")
    expect(form.locator("[name=amount]")).to_be_focused()
    expect(form.locator("[name=number]")).to_have_value("옆에서-1")
    page.keyboard.press("Escape")
    expect(page.locator("#add-leave")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(form).to_be_visible()
    form.locator("[name=amount]").fill("5500")
    page.keyboard.press("Control+Enter")
    expect(form).to_have_count(0)
    expect(count).to_have_text(str(before + 1))
    expect(page.locator("#related-base-order-customer")).to_contain_text("옆에서-1")
    expect(page.locator("#happened")).to_contain_text("옆에서-1")
    expect(page.locator(ADD)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    assert page.url == here
    expect(count).to_have_text(str(before))


def test_on_a_phone_it_fills_the_screen(customer: Page) -> None:
    page = customer
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".record-segments").get_by_text("관련").click()
    page.locator(ADD).click()
    expect(page.locator("#add #record-form")).to_be_visible()
    box = page.locator("#add").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
