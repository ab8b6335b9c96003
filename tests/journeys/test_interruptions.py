"""What comes in between costs nobody what they wrote: ended sessions, lost connections."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.conftest import enter, log_in
from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("U2"),
    pytest.mark.feature("U10"),
]


@pytest.fixture
def form(page: Page, stack: Stack) -> Page:
    """The form of a new customer, half written."""
    log_in(page, stack)
    page.goto(stack.url("demo", "/base/customers/new"))
    page.fill("#id_name", "중간에 끊긴 고객")
    page.fill("#id_memo", "여러 줄\n메모")
    return page


def save(form: Page) -> None:
    form.get_by_role("button", name="저장").first.click()


def test_a_session_that_ended_meanwhile_gives_the_text_back_after_the_log_in(
    form: Page, visitor: BrowserContext
) -> None:
    visitor.clear_cookies(name="dangol_session")
    save(form)
    expect(form.locator("input[name=login]")).to_be_visible()
    enter(form)
    expect(form).to_have_url(re.compile("/base/customers/new$"))
    expect(form.locator("#id_name")).to_have_value("중간에 끊긴 고객")
    expect(form.locator("#id_memo")).to_have_value("여러 줄\n메모")
    expect(form.locator("main")).to_contain_text("되살렸으니")


def test_another_user_of_the_same_tab_does_not_get_the_text(
    form: Page, visitor: BrowserContext
) -> None:
    visitor.clear_cookies(name="dangol_session")
    save(form)
    enter(form, "minho.choi")
    expect(form.locator("#id_name")).to_have_value("")


def test_what_stood_in_a_drawer_comes_back_on_its_own_page(
    page: Page, stack: Stack, visitor: BrowserContext
) -> None:
    log_in(page, stack)
    page.goto(stack.url("demo", "/base/customers/"))
    page.goto(stack.url("demo", page.locator("#results .row-link").nth(4).get_attribute("href")))
    page.locator("#add-base-order-customer").click()
    page.locator("#add [name=memo]").fill("잊으면 안 되는 말")
    visitor.clear_cookies(name="dangol_session")
    page.locator("#add [name=memo]").press("Control+Enter")
    expect(page.locator("input[name=login]")).to_be_visible()
    enter(page)
    expect(page).to_have_url(re.compile("/base/orders/new"))
    expect(page.locator("[name=memo]")).to_have_value("잊으면 안 되는 말")


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on any script error; a lost connection is no such error."""
    complaints: list[str] = []
    opened = visitor.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []


def test_without_a_connection_the_form_waits_and_goes_out_by_itself(
    form: Page, visitor: BrowserContext
) -> None:
    visitor.set_offline(True)
    strip = form.locator("#connection")
    expect(strip).to_be_visible()
    save(form)
    expect(strip).to_contain_text("1건")
    expect(form.locator("#id_name")).to_have_value("중간에 끊긴 고객")
    visitor.set_offline(False)
    expect(form.locator("h1")).to_contain_text("중간에 끊긴 고객", timeout=15_000)


def test_a_slow_list_says_so_after_a_moment(page: Page, stack: Stack) -> None:
    log_in(page, stack)
    page.goto(stack.url("demo", "/base/customers/"))

    def slowly(route: Route) -> None:
        time.sleep(1.5)
        route.continue_()

    page.route("**/base/customers/?*", slowly)
    page.fill("input[name=q]", "김")
    expect(page.locator("[data-loading]").first).to_be_attached()
    expect(page.locator("[data-loading]")).to_have_count(0, timeout=15_000)
