"""Screens look as they did, in both themes; `RENEW=1` keeps what is seen now (U10)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack
from tests.visual import comparison
from tests.visual.looks import LOOKS, THEMES, Look

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("U10")]

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
"""The browser's clock: calendars outline the same day for ever."""
VERSION = comparison.BASELINE / "chromium.txt"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_screen_looks_as_it_did(chrome: Browser, stack: Stack, look: Look, theme: str) -> None:
    context = watcher(chrome, look, theme)
    try:
        seen = dict(pictures_of(opened(context, stack, look), look, theme))
    finally:
        context.close()
    assert seen
    if os.environ.get("RENEW"):
        for name, picture in seen.items():
            comparison.keep(name, picture)
        VERSION.write_text(f"{major(chrome)}\n")
        return
    share = (
        comparison.SHARE
        if major(chrome) == VERSION.read_text().strip()
        else comparison.OTHER_BROWSER
    )
    problems = [comparison.difference(name, picture, share) for name, picture in seen.items()]
    assert not any(problems), "\n".join(filter(None, problems))


def watcher(chrome: Browser, look: Look, theme: str) -> BrowserContext:
    return chrome.new_context(
        viewport={"width": look.width, "height": look.height},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
        color_scheme="dark" if theme == "dark" else "light",
    )


def opened(context: BrowserContext, stack: Stack, look: Look) -> Page:
    """The screen, logged in if need be, at rest."""
    page = context.new_page()
    if look.login:
        log_in(page, stack, look.login, site=look.site)
    page.clock.set_fixed_time(NOON)
    page.goto(stack.url(look.site, look.path))
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    return page


def pictures_of(page: Page, look: Look, theme: str) -> Iterator[tuple[str, bytes]]:
    """Each part by its name: components/light/buttons."""
    paint = [page.locator(look.moving)] if look.moving else []
    if not look.parts:
        yield (
            f"{look.name}/{theme}",
            page.screenshot(animations="disabled", caret="hide", mask=paint),
        )
        return
    for part in page.locator(look.parts).all():
        picture = part.screenshot(animations="disabled", caret="hide", mask=paint)
        yield f"{look.name}/{theme}/{part.get_attribute('id')}", picture


def major(chrome: Browser) -> str:
    return chrome.version.split(".")[0]
