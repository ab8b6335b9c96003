"""A real Chromium beside a real Dangol."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.stack import Stack, running

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]
EXPECTED = ("Failed to load resource: the server responded with a status of 422",)
"""Chromium reports each 4xx answer of a form as an error of the console."""

PASSWORD = "dangol-demo-2026"
"""Of all log-ins of the demo."""

PATIENCE = 20_000
"""Milliseconds for something to come true. A journey tells what happens, a benchmark how soon: on a
busy machine the first answers of a cold server take more than the five seconds of the library."""
expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """The machine's browser; without one the journeys stop with a sentence, never skip."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("The journeys need Chromium: install it (apt-get install chromium).")
    return found


def log_in(page: Page, stack: Stack, who: str = "sujin.lee", *, site: str = "demo") -> None:
    """Logs in on the page: somebody of the demo company by name, others by their mail address."""
    page.goto(stack.url(site, "/accounts/login/"))
    enter(page, who)


def enter(page: Page, who: str = "sujin.lee") -> None:
    """Fills the log-in that is on the page, and waits for what it leads to."""
    page.fill("input[name=login]", who if "@" in who else f"{who}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One Dangol for all journeys of this worker."""
    with running(tmp_path_factory.mktemp("journeys"), customers=300) as found:
        yield found


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """One browser a file: while it lives, Django takes this thread for an asynchronous one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chrome: Browser) -> Iterator[BrowserContext]:
    """A person with a fresh browser, in Korea."""
    context = chrome.new_context(
        viewport={"width": 1440, "height": 900},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on any script error or refused content."""
    complaints: list[str] = []
    opened = visitor.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: _note(message, complaints))
    yield opened
    assert complaints == []


def _note(message: Any, complaints: list[str]) -> None:
    if message.type == "error" and not message.text.startswith(EXPECTED):
        complaints.append(message.text)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where a journey keeps what it saw."""
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    return folder
