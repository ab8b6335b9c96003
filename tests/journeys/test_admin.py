"""An administrator adds a field, puts it first on the page, makes a role that hides another, and
looks with that role's eyes (U7, A13, A15, A16, P5)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("A13"),
    pytest.mark.feature("A15"),
    pytest.mark.feature("A16"),
    pytest.mark.feature("P5"),
]
FIELD, ROLE = "좋아하는 차", "방문 판매"


def test_fields_layouts_and_roles_are_seen_by_those_they_are_for(page: Page, stack: Stack) -> None:
    log_in(page, stack, "sujin.lee")
    add_field(page, stack)
    arrange(page, stack)
    fill(page, stack)
    make_role(page, stack)
    look(page, stack)


def add_field(page: Page, stack: Stack) -> None:
    page.goto(stack.url("demo", "/tenants/fields/new?of=base.product&kind=text"))
    page.fill("[name=label]", FIELD)
    page.locator(".form-foot .btn-primary").click()
    expect(page.locator("main")).to_contain_text(FIELD)


def arrange(page: Page, stack: Stack) -> None:
    """Its group is lifted by a key, carried to the top and put down."""
    page.goto(stack.url("demo", "/tenants/layouts/base.product/"))
    page.wait_for_load_state("networkidle")
    groups = page.locator(".layout-group")
    last = groups.last
    expect(last).to_contain_text(FIELD)
    name = last.get_attribute("data-name")
    last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(groups.first).to_have_attribute("data-name", name or "")
    page.get_by_role("button", name=re.compile("저장")).first.click()
    expect(page.locator("#toasts")).to_contain_text("되돌리기")


def fill(page: Page, stack: Stack) -> None:
    page.goto(stack.url("demo", "/base/products/new"))
    assert (
        page.locator("main form [name^=x_], main form [name=name]")
        .first.get_attribute("name")
        .startswith("x_")
    ), "the group stands first in the form"  # type: ignore[union-attr]
    page.fill("[name=name]", "보이차 선물")
    page.fill("[name=price]", "48,000")
    page.get_by_label(FIELD).fill("보이차")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: not address.endswith("/new"))
    expect(page.locator("main")).to_contain_text("보이차 선물")
    expect(page.locator("main")).to_contain_text("48,000")


def make_role(page: Page, stack: Stack) -> None:
    page.goto(stack.url("demo", "/tenants/roles/new"))
    page.fill("[name=name]", ROLE)
    page.locator(".form-foot .btn-primary").click()
    expect(page.locator(".role-head")).to_contain_text(ROLE)
    group_at_once(page)
    page.locator("[data-fields-of='base.product']").click()
    price = page.locator("#fields-base\\.product .role-field", has_text="단가")
    price.locator("input[value=hide]").check()
    page.keyboard.press("Control+s")
    expect(page.locator("#toasts")).to_be_visible()


def group_at_once(page: Page) -> None:
    """The row of a group sets its column below, and says what they have in common."""
    group = page.locator(".rights tbody", has=page.locator("tr[data-record='base.product']"))
    whole = group.locator("tr.group select").first
    rows = group.locator("tr[data-record] td:nth-child(2) select")
    whole.focus()
    page.keyboard.press("3")
    assert {each.input_value() for each in rows.all()} == {"3"}
    rows.first.select_option("1")
    expect(whole).to_have_value("")
    rows.first.select_option("3")
    expect(whole).to_have_value("3")


def look(page: Page, stack: Stack) -> None:
    """As that role: the field is there, the hidden one nowhere, and nothing can be changed."""
    page.get_by_role("button", name=re.compile("역할로 보기")).click()
    expect(page.locator("[role=status]", has_text=ROLE)).to_be_visible()
    page.goto(stack.url("demo", "/base/products/?q=보이차"))
    rows = page.locator("#results")
    expect(rows).to_contain_text("보이차 선물")
    expect(rows).not_to_contain_text("48,000")
    page.locator("#results .row-link").first.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("body")).not_to_contain_text("48,000")
    page.locator("form[action$='/roles/leave'] button").first.click()
    page.goto(stack.url("demo", "/base/products/?q=보이차"))
    expect(page.locator("#results")).to_contain_text("48,000")
