"""What a person waits for, in a real Chromium: first paint, answers to keys and clicks, weights.

First paints are those of a warm browser (styles and fonts kept), as everybody has after the first
page of the day. An answer is counted from the key or the press to the frame that shows it. The
limits are those of an application on the desk.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import CHROMIUM_FLAGS, chromium
from tests.journeys.stack import Stack, running
from tests.shots.__main__ import log_in

ROUNDS = 7
FIRST_PAINT = 400
ANSWER = 100
KILOBYTES = {"html": 60, "js": 60, "css": 40}
"""Of the list, gzipped; scripts before islands."""
PAGES = {
    "prices": ("", "/"),
    "list": ("demo", "/base/customers/"),
    "portal": ("demo", "/portal/"),
    "campaigns": ("demo", "/campaign/campaigns/"),
    "billing": ("demo", "/billing/"),
    "company": ("demo", "/tenants/company"),
}
PAINT = """
() => new Promise(done => new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    if (entry.name === "first-contentful-paint") done(entry.startTime);
}).observe({ type: "paint", buffered: true }))
"""
WATCH = """
seen => {
  const shows = new Function("return " + seen);
  let from = 0;
  for (const event of ["keydown", "pointerdown"])
    addEventListener(event, () => { from ||= performance.now(); }, { capture: true, once: true });
  window.answer = new Promise(done => {
    const look = () => {
      if (from && shows()) requestAnimationFrame(() => done(performance.now() - from));
      else requestAnimationFrame(look);
    };
    look();
  });
}
"""
PEEKED = "document.querySelector('[data-peek]')?.dataset.peek"
FOUND = "document.querySelectorAll('#palette [role=option]').length"


@dataclass(frozen=True)
class Deed:
    """Something a person does on the list; `seen` is JavaScript that tells when it shows."""

    name: str
    seen: str
    act: Callable[[Page], None]


def press(key: str) -> Callable[[Page], None]:
    return lambda page: page.keyboard.press(key)


def click(css: str) -> Callable[[Page], None]:
    return lambda page: page.locator(css).first.click()


def letter(character: str) -> Callable[[Page], None]:
    """A letter that stands on no key, as an input method gives it."""

    def act(page: Page) -> None:
        page.keyboard.press("Shift")
        page.keyboard.insert_text(character)

    return act


DEEDS = (
    Deed("panel opens", f"{PEEKED}", click("tbody a.row-link")),
    Deed("panel goes on", f"{PEEKED} && {PEEKED} !== window.before", press("ArrowDown")),
    Deed("row is ticked", "document.querySelector('.bulkbar')?.checkVisibility()", press("x")),
    Deed("palette opens", "document.querySelector('#palette').open", press("Control+k")),
    Deed("palette finds", f"{FOUND} > 0", letter("김")),
)


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="dangol-bench-"))
    with running(home, customers=10_000) as stack, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ko-KR")
        log_in(context.new_page(), stack, "demo")
        page = context.new_page()
        paints = first_paints(page, stack)
        tell("first paint of six screens, ms, the slowest", FIRST_PAINT, paints)
        tell("key or press to answer on the list, ms, the slowest", ANSWER, answers(page, stack))
        for kind, size in weights(page, stack).items():
            tell(f"list, {kind}, KB gzipped", KILOBYTES[kind], {kind: size})
        browser.close()


def tell(name: str, limit: int, each: dict[str, float]) -> None:
    load = round(os.getloadavg()[0], 1)
    figure = {"name": name, "ours": max(each.values()), "limit": limit, "each": each, "load": load}
    print(json.dumps(figure, ensure_ascii=False))


def first_paints(page: Page, stack: Stack) -> dict[str, float]:
    """Milliseconds from the request to the first text, the median of some visits."""
    found = {}
    for name, (site, path) in PAGES.items():
        page.goto(stack.url(site, path), wait_until="networkidle")
        times = []
        for _round in range(ROUNDS):
            page.goto(stack.url(site, path))
            times.append(page.evaluate(PAINT))
        found[name] = round(statistics.median(times))
    return found


def answers(page: Page, stack: Stack) -> dict[str, float]:
    """Milliseconds of each deed, the median of some rounds; each round does all of them in turn."""
    times: dict[str, list[float]] = {deed.name: [] for deed in DEEDS}
    for _round in range(ROUNDS):
        page.goto(stack.url("demo", "/base/customers/"), wait_until="networkidle")
        for deed in DEEDS:
            page.evaluate(f"window.before = {PEEKED}")
            page.evaluate(WATCH, deed.seen)
            deed.act(page)
            times[deed.name].append(page.evaluate("window.answer"))
            page.wait_for_load_state("networkidle")
    return {name: round(statistics.median(each)) for name, each in times.items()}


def weights(page: Page, stack: Stack) -> dict[str, float]:
    """Kilobytes of the list, its scripts and its styles, gzipped; islands are not counted."""
    address = stack.url("demo", "/base/customers/")
    answer = page.goto(address)
    assert answer is not None
    html = answer.body()
    drawn = html.decode()
    links = {
        "js": re.findall(r'<script[^>]+src="([^"]+)"', drawn),
        "css": re.findall(r'<link[^>]+href="([^"]+\.css)"', drawn),
    }
    sizes = {"html": len(gzip.compress(html))}
    for kind, addresses in links.items():
        bodies = [stack.fetch(urljoin(address, each)).read() for each in addresses]
        sizes[kind] = sum(len(gzip.compress(body)) for body in bodies)
    return {kind: round(size / 1024, 1) for kind, size in sizes.items()}


if __name__ == "__main__":
    main()
