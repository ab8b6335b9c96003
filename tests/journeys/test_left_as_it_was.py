"""What is left by Escape, what stays in sight, what comes on paper (U1, U2, U10)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("U1")]
LIST = "/base/customers/?sort=name"


@pytest.fixture
def member(page: Page, stack: Stack) -> Page:
    page.goto(stack.url("demo", "/accounts/login/"))
    page.fill("input[name=login]", "minho.choi@demo.example")
    page.fill("input[name=password]", "dangol-demo-2026")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "login" not in address)
    page.goto(stack.url("demo", LIST))
    page.wait_for_load_state("networkidle")
    return page


def asked(page: Page) -> list[str]:
    """What is posted from now on."""
    found: list[str] = []
    page.on("request", lambda each: found.append(each.url) if each.method == "POST" else None)
    return found


def test_escape_keeps_nothing_in_a_cell(member: Page) -> None:
    posted = asked(member)
    cell = member.locator("tbody tr").nth(3).locator("td").nth(2)
    before = cell.inner_text()
    cell.dblclick()
    expect(cell.locator("input[name=value]")).to_be_focused()
    member.keyboard.press("Control+a")
    member.keyboard.type("버릴 이름")
    member.keyboard.press("Escape")
    expect(cell).to_have_text(before)
    member.wait_for_timeout(300)
    assert posted == []


@pytest.mark.feature("U2")
def test_escape_keeps_nothing_on_the_page_of_a_record(member: Page) -> None:
    member.locator("tbody tr .row-link").nth(4).click()
    expect(member.locator("[data-peek]")).to_have_count(1)
    member.keyboard.press("Enter")
    fact = member.locator("dd[data-edits]").first
    before = fact.inner_text()
    member.wait_for_load_state("networkidle")
    posted = asked(member)
    fact.click()
    expect(fact.locator("input[name=value]")).to_be_focused()
    member.keyboard.type("버릴 값")
    member.keyboard.press("Escape")
    expect(fact).to_have_text(before)
    member.wait_for_timeout(300)
    assert posted == []


def test_the_name_stays_in_sight_while_a_wide_list_moves_sideways(member: Page) -> None:
    member.set_viewport_size({"width": 900, "height": 700})
    name = member.locator("tbody tr .row-link").first
    before = name.bounding_box()
    member.evaluate("document.getElementById('content').scrollLeft = 300")
    after = name.bounding_box()
    assert before
    assert after
    assert after["x"] > member.locator("#content").bounding_box()["x"]  # type: ignore[index]
    assert after["x"] <= before["x"]
    last = member.locator("tbody tr").first.locator("td").nth(3).bounding_box()
    assert last
    assert last["x"] < after["x"] + after["width"] or last["x"] < before["x"] + 300


def test_all_that_the_list_finds_is_offered_with_the_first_choice(member: Page) -> None:
    member.locator(".row-check").first.click()
    member.locator("#bulk-all").click()
    expect(member.locator(".row-check:not(:checked)")).to_have_count(0)
    expect(member.locator("[data-chosen-count]")).to_contain_text("모두 선택됨")


@pytest.mark.feature("U10")
def test_a_printed_list_has_its_foot_below_and_says_how_many_stand_here(member: Page) -> None:
    member.emulate_media(media="print")
    foot = member.locator("#list-foot").bounding_box()
    last = member.locator("tbody tr").last.bounding_box()
    assert foot
    assert last
    assert foot["y"] >= last["y"] + last["height"] - 1
    expect(member.locator("#list-foot")).to_contain_text("여기에는 50")
    expect(member.locator(".row-check").first).to_be_hidden()


@pytest.mark.feature("U10")
def test_the_head_of_a_record_fits_a_phone_whatever_the_list_is_called(member: Page) -> None:
    member.set_viewport_size({"width": 390, "height": 844})
    member.locator("tbody tr .row-link").first.click()
    place = member.locator("#place .num")
    expect(place).to_be_visible()
    member.evaluate(
        "document.querySelector('.panel-head .breadcrumb li:nth-last-child(2) a').firstChild"
        ".textContent = 'A long name of contacts'"
    )
    title = member.locator(".panel-head .breadcrumb li:nth-last-child(2)").bounding_box()
    beside = place.bounding_box()
    assert title
    assert beside
    assert title["x"] + title["width"] <= beside["x"] + 1
