"""Working in a list: cells, columns, orders, views and groups, by mouse and by keys (U1, U4)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack, until

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("U1")]
LIST = "/base/customers/?sort=name"


@pytest.fixture
def rows(page: Page, stack: Stack) -> Page:
    """The list of the demo company, opened by a member."""
    log_in(page, stack, "minho.choi")
    page.goto(stack.url("demo", LIST))
    page.wait_for_load_state("networkidle")
    return page


def cell(page: Page, row: int, column: str):  # type: ignore[no-untyped-def]
    heads = page.locator("#results thead tr > *")
    names = heads.evaluate_all("all => all.map(each => each.dataset.column || '')")
    return page.locator("#results tbody tr").nth(row).locator("td").nth(names.index(column))


def columns(page: Page) -> list[str]:
    heads = page.locator("#results th[data-column]")
    names: list[str] = heads.evaluate_all("all => all.map(each => each.dataset.column)")
    return names


@pytest.mark.feature("U4")
def test_a_cell_is_edited_kept_and_taken_back_by_key(rows: Page) -> None:
    company = cell(rows, 2, "company_name")
    before = company.inner_text()
    company.dblclick()
    editor = rows.locator("td.editing input[name=value]")
    expect(editor).to_be_focused()
    editor.fill("열쇠상사")
    rows.keyboard.press("Enter")
    expect(company).to_have_text("열쇠상사")
    expect(rows.locator(".toast form")).to_have_count(1)
    with rows.expect_navigation():
        rows.keyboard.press("Control+z")
    expect(cell(rows, 2, "company_name")).to_have_text(before)


def test_tab_goes_right_digits_choose_and_escape_leaves_all_as_it_was(rows: Page) -> None:
    cell(rows, 3, "company_name").dblclick()
    expect(rows.locator("td.editing input[name=value]")).to_be_focused()
    rows.keyboard.press("Tab")
    grade = cell(rows, 3, "grade")
    expect(grade).to_have_class(re.compile("editing"))
    expect(rows.locator("td.editing .menu-search input")).to_be_focused()
    rows.keyboard.press("1")
    expect(rows.locator("td.editing")).to_have_count(0)
    expect(rows.locator(".toast form")).to_have_count(1)  # the row was drawn anew
    shown = cell(rows, 3, "grade").inner_text()
    cell(rows, 3, "grade").dblclick()
    expect(rows.locator("td.editing .menu-search input")).to_be_focused()
    rows.keyboard.type("C")
    rows.keyboard.press("Escape")
    expect(rows.locator("td.editing")).to_have_count(0)
    assert cell(rows, 3, "grade").inner_text() == shown
    expect(cell(rows, 3, "grade")).to_be_focused()
    rows.keyboard.press("ArrowLeft")
    expect(cell(rows, 3, "company_name")).to_be_focused()
    rows.keyboard.press("ArrowDown")
    expect(cell(rows, 4, "company_name")).to_be_focused()


def test_a_refused_value_comes_back_and_the_cell_is_marked(rows: Page) -> None:
    mail = cell(rows, 1, "email")
    before = mail.inner_text()
    mail.dblclick()
    rows.locator("td.editing input[name=value]").fill("주소가 아님")
    with rows.expect_response(lambda answer: "/cells/email" in answer.url and answer.status == 422):
        rows.keyboard.press("Enter")
    expect(mail).to_have_class(re.compile("bad"))
    assert mail.inner_text() == before


def test_heads_sort_by_one_more_move_and_widen(rows: Page) -> None:
    rows.locator("th[data-column=company_name] a.sort").click(modifiers=["Shift"])
    rows.wait_for_url("**sort=name,company_name**")
    expect(rows.locator("th sup")).to_have_count(2)
    before = columns(rows)
    grade = rows.locator("th[data-column=grade] a.sort")
    grade.focus()
    with rows.expect_response("**/columns"):
        rows.keyboard.press("Alt+Shift+ArrowLeft")
    assert columns(rows).index("grade") == before.index("grade") - 1
    value = cell(rows, 0, "grade").inner_text()
    edge = rows.locator("th[data-column=company_name] .column-edge")
    box = edge.bounding_box()
    assert box
    rows.mouse.move(box["x"] + 4, box["y"] + 10)
    rows.mouse.down()
    rows.mouse.move(box["x"] + 64, box["y"] + 10, steps=4)
    with rows.expect_response("**/columns"):
        rows.mouse.up()
    width = rows.locator("th[data-column=company_name]").bounding_box()
    rows.reload()
    again = rows.locator("th[data-column=company_name]").bounding_box()
    assert width
    assert again
    assert abs(width["width"] - again["width"]) < 3
    assert columns(rows).index("grade") == before.index("grade") - 1
    assert cell(rows, 0, "grade").inner_text() == value
    head = rows.locator("th[data-column=grade]").bounding_box()
    goal = rows.locator("th[data-column=owner]").bounding_box()
    assert head
    assert goal
    rows.mouse.move(head["x"] + 12, head["y"] + 12)
    rows.mouse.down()
    rows.mouse.move(goal["x"] + goal["width"] - 12, goal["y"] + 12, steps=6)
    with rows.expect_response("**/columns"):
        rows.mouse.up()
    assert columns(rows).index("grade") > columns(rows).index("owner")


def test_counts_that_come_late_undo_no_move_of_a_view(page: Page, stack: Stack) -> None:
    """They were asked for before the move, and would bring the order of then."""
    log_in(page, stack, "hayun.jung")  # no other journey has had the views counted for her
    counting = re.compile(r"/base/customers/views(\?|$)")
    held: list[Route] = []
    page.route(counting, lambda route: held.append(route))
    page.goto(stack.url("demo", "/base/customers/?view=all"))
    until(lambda: page.evaluate("1") and held)
    pills = page.locator(".pill[data-code]")
    before = pills.evaluate_all("all => all.map(each => each.dataset.code)")
    pills.nth(2).focus()
    with page.expect_response("**/views/arrange"):
        page.keyboard.press("Alt+Shift+ArrowLeft")
    until(lambda: page.evaluate("1") and len(held) > 1)
    for route in held:
        route.continue_()
    expect(page.locator(".pill .count").first).not_to_have_text("")
    moved = pills.evaluate_all("all => all.map(each => each.dataset.code)")
    assert moved.index(before[2]) == 1
    expect(pills.nth(1)).to_be_focused()


def test_views_are_dragged_shared_and_begun_with(rows: Page, stack: Stack) -> None:
    rows.goto(stack.url("demo", "/base/customers/?view=all"))
    pills = rows.locator(".pill[data-code]")
    rows.wait_for_load_state("networkidle")
    before = pills.evaluate_all("all => all.map(each => each.dataset.code)")
    first, last = pills.nth(1).bounding_box(), pills.nth(3).bounding_box()
    assert first
    assert last
    rows.mouse.move(first["x"] + 10, first["y"] + 10)
    rows.mouse.down()
    rows.mouse.move(last["x"] + last["width"] - 4, last["y"] + 10, steps=6)
    with rows.expect_response("**/views/arrange"):
        rows.mouse.up()
    assert "view=all" in rows.url, "a drag is no click"
    rows.reload()
    dragged = pills.evaluate_all("all => all.map(each => each.dataset.code)")
    assert dragged.index(before[1]) == 3
    pills.nth(3).focus()
    with rows.expect_response("**/views/arrange"):
        rows.keyboard.press("Alt+Shift+ArrowLeft")
    assert pills.nth(2).get_attribute("data-code") == before[1]
    pills.nth(2).click(button="right")
    expect(rows.locator("#view-menu")).to_be_visible()
    rows.keyboard.press("Escape")
    expect(rows.locator("#view-menu")).to_have_count(0)
    pills.nth(2).click(button="right")
    rows.locator("#view-menu button[name=start]").click()
    rows.goto(stack.url("demo", "/base/customers/"))
    expect(rows.locator(f".pill[data-code={before[1]}]")).to_have_attribute("aria-current", "page")
    rows.locator(".list-views summary").click()
    rows.locator(".list-views button[name=start]").click()
    rows.goto(stack.url("demo", "/base/customers/"))
    expect(rows.locator(".pill[data-code=all]")).to_have_attribute("aria-current", "page")


def ticked(page: Page, place: str, *words: str) -> None:
    """Opens the choice of a condition and ticks what these words find."""
    find = page.locator(f"[data-place='{place}'] .choose-field.multi > input")
    find.click()
    for word in words:
        find.fill(word)
        find.press("Enter")
    expect(page.locator(f"[data-place='{place}'] .choose-field .badge")).to_have_count(len(words))
    find.press("Escape")


def test_groups_are_built_over_the_list(rows: Page) -> None:
    rows.keyboard.press("f")
    rows.locator("a[data-builder]").click()
    builder = rows.locator("#builder")
    expect(builder.locator(".builder-line")).to_have_count(1)
    ticked(rows, "0.0", "A+", "B")
    expect(rows.locator("#builder-words")).to_have_text("등급: A+, B")
    expect(rows.locator("#n-0\\.0")).not_to_be_empty()
    rows.locator("[data-drop='3']").click()
    expect(rows.locator("#builder-words")).to_have_text("등급: A+")
    builder.locator("button[value='wrap:0.0']").click()
    field = builder.locator("[data-place='0.0.1'] .builder-field .choose-field")
    expect(field).to_be_focused()
    rows.keyboard.press("Enter")
    rows.keyboard.type("담당")
    rows.keyboard.press("Enter")
    expect(rows.locator("[data-place='0.0.1'] .choose-field.multi > input")).to_be_focused()
    ticked(rows, "0.0.1", "나")
    expect(rows.locator("#builder-words")).to_have_text("등급: A+ 또는 담당자: 나")
    assert violations(rows) == []
    builder.locator("button[value=apply]:not(.sr-only)").click()
    rows.wait_for_url("**where=all(any(grade=1,owner=me))**")
    expect(rows.locator(".chip")).to_have_count(1)
    expect(rows.locator("#results tbody tr").first).to_be_visible()


def test_groups_are_built_without_scripts(chrome: Browser, stack: Stack) -> None:
    context = chrome.new_context(java_script_enabled=False, locale="ko-KR")
    page = context.new_page()
    log_in(page, stack, "minho.choi")
    page.goto(stack.url("demo", "/base/customers/filters/groups"))
    page.check("[name='v:0.0:grade'][value='1']")
    page.check("[name='v:0.0:grade'][value='2']")
    page.get_by_role("button", name="다시 세기").click()
    expect(page.locator("#builder-words")).to_have_text("등급: A+, A")
    page.locator("button[value=apply]:not(.sr-only)").click()
    page.wait_for_url(re.compile(r"where=all\(grade=1(\||%7C)2\)"))
    context.close()


def test_records_are_offered_by_name_while_one_writes_a_condition(page: Page, stack: Stack) -> None:
    log_in(page, stack)
    page.goto(stack.url("demo", "/base/orders/filters/groups?where=all(customer=x)"))
    page.wait_for_load_state("networkidle")
    field = page.locator("[data-place='0.0'] .builder-value input")
    field.fill("")
    field.press_sequentially("김")
    expect(page.locator("#builder datalist option")).not_to_have_count(0)
    expect(page.locator("#builder-words")).to_have_text("고객: 김")
