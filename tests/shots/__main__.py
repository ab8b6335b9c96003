"""`make shots [ONLY=word]`: a PNG of each named screen, desk and phone, light and dark, ko and en.

Starts a Dangol of its own with a demo company, so that the pictures are alike on every machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.conftest import CHROMIUM_FLAGS, chromium
from tests.journeys.stack import Stack, running
from tests.shots.screens import SCREENS, Screen

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("ko", "en")
TARGET = Path(os.environ.get("SHOTS", "test-results/shots"))


def main() -> None:
    only = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLY", "")
    screens = [screen for screen in SCREENS if only in screen.name]
    TARGET.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="dangol-shots-"))
    with running(home, customers=2_000) as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for site in sorted({screen.site for screen in screens}):
            for guest in (True, False):
                seen = [s for s in screens if s.site == site and s.guest == guest]
                for name, context in visits(browser, stack, site, guest) if seen else ():
                    for screen in seen:
                        shoot(context, stack, screen, TARGET / f"{screen.name}-{name}.png")
                    context.close()
        browser.close()
    print(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET}")


def visits(
    browser: Browser, stack: Stack, site: str, guest: bool
) -> Iterator[tuple[str, BrowserContext]]:
    """A browser for each width, theme and language, with its name; logged in unless a guest's."""
    for width, size in WIDTHS.items():
        for theme in THEMES:
            for language in LANGUAGES:
                context = browser.new_context(
                    viewport={"width": size[0], "height": size[1]},
                    color_scheme=theme,
                    locale="ko-KR" if language == "ko" else "en-US",
                    timezone_id="Asia/Seoul",
                    reduced_motion="reduce",
                    has_touch=width == "phone",
                )
                address = stack.url(site)
                context.add_cookies(
                    [
                        {"name": "dangol_theme", "value": theme, "url": address},
                        {"name": "dangol_language", "value": language, "url": address},
                    ]
                )
                if site and not guest:
                    log_in(context.new_page(), stack, site)
                yield f"{width}-{theme}-{language}", context


def log_in(page: Page, stack: Stack, site: str) -> None:
    """Logs in as the first demo user of the site."""
    user = stack_user(stack, site)
    page.goto(stack.url(site, "/accounts/login/"))
    page.fill("input[name=login]", user["email"])
    page.fill("input[name=password]", user["password"])
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    page.close()


def stack_user(stack: Stack, site: str) -> dict[str, str]:
    """Log-in of the demo's first user at this address."""
    found: list[dict[str, str]] = stack.json("demo", "--ensure")["logins"]
    return next(user for user in found if user["address"] == site)


def shoot(context: BrowserContext, stack: Stack, screen: Screen, target: Path) -> None:
    """One picture; a screen that is reached by a click clicks first."""
    page = context.new_page()
    page.goto(stack.url(screen.site, screen.path))
    if screen.follow:
        link = page.locator(screen.follow).first
        page.goto(stack.url(screen.site, link.get_attribute("href") or ""))
    page.wait_for_load_state("networkidle")
    for selector in screen.clicks:
        page.locator(selector).first.click()
    for key in screen.keys:
        page.keyboard.press(key) if key.isascii() else page.keyboard.insert_text(key)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    page.screenshot(path=target, animations="disabled", caret="hide", full_page=screen.whole)
    page.close()


if __name__ == "__main__":
    main()
