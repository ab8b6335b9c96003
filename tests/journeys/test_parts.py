"""The parts that need a browser to be judged: typed counts, dates, choices, steps, charts (U10)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("U10")]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def parts(page: Page, stack: Stack) -> Page:
    """The page of all components, on 20 November 2026."""
    page.clock.set_fixed_time(datetime(2026, 11, 20, 3, tzinfo=UTC))
    page.goto(stack.url("", "/dev/ui/"))
    page.wait_for_load_state("networkidle")
    return page


def test_a_typed_count_opens_its_button_only_for_the_number(parts: Page) -> None:
    parts.get_by_role("button", name="수를 적어 확인").click()
    dialog = parts.locator("#u-count")
    field, button = dialog.locator("#u-count-count"), dialog.locator("[data-when-typed]")
    expect(field).to_be_focused()
    expect(button).to_be_disabled()
    field.press_sequentially("124")
    expect(button).to_be_disabled()
    field.press("Enter")
    expect(dialog).to_be_visible()
    for right in ("1240", "1,240", "1,240명"):
        field.fill(right)
        expect(button).to_be_enabled()
    field.fill("12400")
    expect(button).to_be_disabled()
    field.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_calendar_is_walked_by_keys_and_writes_the_native_field(parts: Page) -> None:
    day = parts.locator("[name=u-day]")
    opener = parts.locator(".date:has([name=u-day]) .date-open")
    opener.click()
    calendar = parts.get_by_role("dialog", name="달력에서 고르기")
    expect(calendar.locator("[data-day='2026-11-24']")).to_be_focused()
    parts.keyboard.press("ArrowDown")
    parts.keyboard.press("ArrowRight")
    parts.keyboard.press("PageDown")
    expect(calendar.locator("[data-day='2027-01-02']")).to_be_focused()
    expect(calendar.locator("strong")).to_have_text("2027년 1월")
    parts.keyboard.press("Enter")
    expect(day).to_have_value("2027-01-02")
    expect(calendar).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_calendar_shows_lunar_dates_holidays_and_what_is_barred(parts: Page) -> None:
    opener = parts.locator(".date:has([name=u-day]) .date-open")
    opener.click()
    calendar = parts.get_by_role("dialog", name="달력에서 고르기")
    expect(calendar.locator("[data-day='2026-11-22'] small")).to_have_text("10.14")
    expect(calendar.locator("[aria-current=date]")).to_have_attribute("data-day", "2026-11-20")
    expect(calendar.locator("[data-day='2026-11-01']")).to_be_disabled()
    calendar.get_by_role("button", name="다음 달").click()
    christmas = calendar.locator("[data-day='2026-12-25']")
    expect(christmas).to_have_class("day red")
    expect(christmas).to_have_attribute("title", "기독탄신일")
    parts.keyboard.press("Escape")
    expect(calendar).to_be_hidden()


def test_a_range_is_taken_over_whole_whichever_end_comes_first(parts: Page) -> None:
    calendar = parts.locator(".calendar").first
    calendar.locator("[data-day='2026-11-18']").click()
    calendar.locator("[data-day='2026-11-10']").click()
    expect(parts.locator("[name=u-from]")).to_have_value("2026-11-24")
    calendar.get_by_role("button", name="적용").click()
    expect(parts.locator("[name=u-from]")).to_have_value("2026-11-10")
    expect(parts.locator("[name=u-until]")).to_have_value("2026-11-18")


def test_a_choice_is_found_by_first_consonants_and_by_digit(parts: Page) -> None:
    owner = parts.locator("select[name=owner]")
    field = parts.get_by_role("button", name="담당자: 이수진")
    field.click()
    search = parts.get_by_role("combobox", name="담당자")
    expect(search).to_be_focused()
    search.fill("ㅊㅁㅎ")
    expect(parts.locator(".choose-pop:popover-open [role=option] > .ellipsis")).to_have_text(
        ["최민호"]
    )
    search.press("Enter")
    expect(owner).to_have_value("minho")
    renamed = parts.get_by_role("button", name="담당자: 최민호")
    expect(renamed).to_be_focused()
    renamed.press("Enter")
    search.press("3")
    expect(owner).to_have_value("jian")
    parts.get_by_role("button", name="담당자: 박지안").press("ArrowDown")
    search.fill("없는 사람")
    expect(parts.locator(".choose-pop:popover-open .menu-none")).to_be_visible()
    search.press("Enter")
    search.press("Escape")
    expect(owner).to_have_value("jian")


def test_several_are_chosen_as_chips_and_taken_away_by_backspace(parts: Page) -> None:
    groups = parts.locator("[name=groups]:checked")
    values = "boxes => boxes.map(box => box.value)"
    search = parts.get_by_role("combobox", name="그룹")
    search.click()
    search.fill("수도")
    search.press("Enter")
    assert groups.evaluate_all(values) == ["best", "check", "metro"]
    search.press("Backspace")
    parts.locator("[data-drop=best]").click()
    assert groups.evaluate_all(values) == ["check"]


def test_no_key_is_taken_while_a_syllable_is_composed(parts: Page) -> None:
    parts.get_by_role("button", name="담당자: 이수진").click()
    search = parts.get_by_role("combobox", name="담당자")
    for key in ("Enter", "3", "Escape"):
        search.dispatch_event("keydown", {"key": key, "isComposing": True})
    expect(parts.locator("select[name=owner]")).to_have_value("suzin")
    expect(search).to_be_visible()


def test_a_stepper_keeps_the_limits_of_its_field_and_tells_of_changes(parts: Page) -> None:
    seats = parts.locator("[name=u-seats]")
    seats.evaluate("e => e.addEventListener('change', () => { e.dataset.told = e.value; })")
    parts.get_by_role("button", name="늘리기: 영업 자리").click()
    expect(seats).to_have_value("7")
    expect(seats).to_have_attribute("data-told", "7")
    seats.fill("0")
    parts.get_by_role("button", name="줄이기: 영업 자리").click()
    expect(seats).to_have_value("0")


def test_a_menu_is_narrowed_by_typing_and_answers_to_digits(parts: Page) -> None:
    parts.evaluate(
        "() => document.querySelectorAll('#menus details .menu-item').forEach(item =>"
        " item.addEventListener('click', () => { document.title = item.textContent; }))"
    )
    parts.locator("summary[aria-label='단계']").click()
    search = parts.get_by_role("textbox", name="단계 찾기")
    expect(search).to_be_focused()
    search.fill("ㅎㅁ")
    expect(parts.locator("#menus details[open] .menu-item:visible")).to_have_count(1)
    search.fill("")
    search.press("4")
    assert "재구매" in parts.title()


def test_a_chart_speaks_in_a_table_and_changes_with_the_theme(parts: Page) -> None:
    figure = parts.locator("figure.chart").first
    figure.scroll_into_view_if_needed()
    bar = figure.locator("path[fill^='rgb']").first
    expect(bar).to_be_attached()
    before = figure.locator("svg").inner_html()
    parts.locator("[data-theme-choice=dark]").click()
    parts.wait_for_timeout(300)
    assert figure.locator("svg").inner_html() != before
    figure.get_by_text("표로 보기").click()
    expect(figure.get_by_role("row")).to_have_count(12)
    expect(figure.get_by_role("link", name="11월")).to_have_attribute(
        "href", "/dev/ui/?month=11#charts"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_part_is_accessible(parts: Page, theme: str, width: int) -> None:
    parts.set_viewport_size({"width": width, "height": 844})
    parts.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    parts.wait_for_timeout(300)
    found = Axe().run(parts, options=RULES).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("width", [1440, 720, 390, 320])
def test_no_part_is_wider_than_the_window(parts: Page, width: int) -> None:
    parts.set_viewport_size({"width": width, "height": 844})
    assert parts.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_every_control_is_the_native_one(parts: Page, stack: Stack) -> None:
    browser = parts.context.browser
    assert browser
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    plain = context.new_page()
    plain.goto(stack.url("", "/dev/ui/"))
    expect(plain.locator("select[name=owner]")).to_be_visible()
    expect(plain.locator("[name=u-seats]")).to_be_visible()
    expect(plain.locator("[name=u-day]")).to_be_visible()
    expect(plain.locator(".date-open").first).to_be_hidden()
    expect(plain.locator("figure.chart table").first).to_be_visible()
    expect(plain.locator("[data-when-typed]")).to_be_enabled()
    context.close()
