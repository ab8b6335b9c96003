"""Every screen there is, found by following links, judged by axe in both themes (U10).

A new address is looked at by being there: one that no link leads to fails until it is reached or
its reason stands in `ELSEWHERE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page, Response

from dangol.addresses import Address, addresses
from tests.journeys.stack import Stack, until

pytestmark = [pytest.mark.xdist_group("screens"), pytest.mark.feature("U10")]

PASSWORD = "dangol-demo-2026"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
QUIET = ("Failed to load resource: the server responded with a status of 4",)
ELSEWHERE = {
    "home": "leads on",
    "language": "leads on",
    "health": "is for machines",
    "robots": "is for machines",
    "sitemap": "is for machines",
    "favicon": "is a picture",
    "help": "is a drawer; its page is reached by the help link",
    "palette": "is a box; its page is reached without scripts",
    "welcome": "logs in and leads on",
    "messaging:open": "is a picture in a mail",
    "messaging:click": "leads on from a mail",
    "account_logout": "asks only without scripts",
}
"""Addresses that are no screens, and why."""


@dataclass
class Walk:
    """What was found by following links at one site as one person."""

    site: str
    names: dict[str, str] = field(default_factory=dict)
    """{name of an address: the first path that was found for it}."""
    judged: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def test_no_screen_of_a_company_breaks_a_rule(chrome: Browser, stack: Stack) -> None:
    """As the administrator, who may open everything."""
    walk = Walk("company")
    with_context(chrome, stack, "demo", "sujin.lee@demo.example", walk, starts_of(stack))
    assert walk.wrong == []
    missing = [
        a.name
        for a in screens("company")
        if a.entitlement != "provider" and a.name not in walk.names and not is_of_the_door(a.name)
    ]
    assert missing == []


def test_no_screen_of_the_operators_breaks_a_rule(chrome: Browser, stack: Stack) -> None:
    walk = Walk("company")
    with_context(chrome, stack, "ops", "operator@dangol.example", walk, ["/"])
    assert walk.wrong == []
    console = [a.name for a in screens("company") if a.entitlement == "provider"]
    assert [name for name in console if name not in walk.names] == []


def test_no_page_at_the_door_breaks_a_rule(chrome: Browser, stack: Stack) -> None:
    """Log-in and what belongs to it, as a stranger."""
    walk = Walk("company")
    paths = [a.route for a in screens("company") if is_of_the_door(a.name) and not a.parameters]
    with_context(chrome, stack, "demo", "", walk, [f"/{path}" for path in paths])
    assert walk.wrong == []
    assert "account_login" in walk.names
    assert "account_reset_password" in walk.names


def test_no_public_page_breaks_a_rule(chrome: Browser, stack: Stack) -> None:
    walk = Walk("public")
    starts = ["/", "/signup?full=3", "/legal/terms", "/companies", "/dev/ui/"]
    starts += [f"/dev/ui/{status}" for status in (403, 404, 500)]
    with_context(chrome, stack, "", "", walk, starts)
    assert walk.wrong == []
    by_mail = {"signup-sent", "signup-confirm", "dev-mail", "dev-mail-page"}
    found = {a.name for a in screens("public")} - by_mail
    assert sorted(found - set(walk.names)) == []


def screens(site: str) -> list[Address]:
    """What a browser may open at this site."""
    return [
        a for a in addresses() if a.site == site and "GET" in a.methods and a.name not in ELSEWHERE
    ]


def is_of_the_door(name: str) -> bool:
    """Whether the address belongs to logging in: open without, or in the middle of it."""
    return name.startswith(("account_", "mfa_")) or name in (
        "tenants:invitation",
        "messaging:unsubscribe",
    )


def with_context(
    chrome: Browser, stack: Stack, site: str, login: str, walk: Walk, starts: list[str]
) -> None:
    """Walks as one person with a fresh browser."""
    context = chrome.new_context(
        viewport={"width": 1440, "height": 900},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
    )
    try:
        follow(context, stack, site, login, walk, starts)
    finally:
        context.close()


def follow(
    context: BrowserContext, stack: Stack, site: str, login: str, walk: Walk, starts: list[str]
) -> None:
    page = context.new_page()
    page.on("pageerror", lambda error: walk.wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda message: note(message, page, walk))
    if login:
        page.goto(stack.url(site, "/accounts/login/"))
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/" not in url)
    waiting = list(starts)
    while waiting:
        path = waiting.pop(0)
        name = name_of(path, walk.site)
        if not name or name in walk.names or name in ELSEWHERE:
            continue
        walk.names[name] = path
        answer = opened(page, stack.url(site, path))
        if answer is None or not is_screen(answer):
            continue
        judge(page, name, answer, walk)
        waiting += links(page, stack.url(site, ""))


def opened(page: Page, url: str) -> Response | None:
    """Opens the address; None when it is a file to be saved."""
    try:
        answer = page.goto(url, wait_until="load")
    except Exception as error:
        if "Download is starting" in str(error) or "net::ERR_ABORTED" in str(error):
            return None
        raise
    page.wait_for_timeout(150)
    return answer


def is_screen(answer: Response) -> bool:
    is_html = "text/html" in (answer.headers.get("content-type") or "")
    return is_html and "<html" in answer.text()[:500]


def judge(page: Page, name: str, answer: Response, walk: Walk) -> None:
    expected = re.search(r"/dev/ui/(\d+)$", page.url)
    if answer.status >= 400 and not (expected and int(expected[1]) == answer.status):
        walk.wrong.append(f"{name}: answers with {answer.status} at {page.url}")
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        found = Axe().run(page, options=RULES)
        walk.wrong += [f"{name} {theme}: {each}" for each in violations(found.response)]
    walk.judged.append(name)


def violations(response: dict[str, Any]) -> Iterator[str]:
    for each in response["violations"]:
        places = [" ".join(map(str, node["target"])) for node in each["nodes"][:3]]
        yield f"{each['id']} at {places}: {each['nodes'][0].get('failureSummary', '')[:160]}"


def links(page: Page, origin: str) -> list[str]:
    """Paths of this site that the page leads to."""
    found = page.eval_on_selector_all(
        "a[href], [hx-get], option[data-href]",
        "all => all.map(e => e.getAttribute('href') || e.getAttribute('hx-get'))",
    )
    base = origin.rstrip("/")
    absolute = [str(href).removeprefix(base) for href in found if href]
    here = page.url.removeprefix(base).partition("?")[0]
    return [
        f"{here}{href}" if href.startswith("?") else href.partition("#")[0]
        for href in absolute
        if href.startswith(("/", "?")) and not href.startswith("//")
    ]


def name_of(path: str, site: str) -> str:
    urlconf = settings.ROOT_URLCONF if site == "company" else settings.PUBLIC_URLCONF
    try:
        return resolve(path.partition("?")[0], urlconf=urlconf).view_name
    except Resolver404:
        return ""


def note(message: Any, page: Page, walk: Walk) -> None:
    if message.type == "error" and not message.text.startswith(QUIET):
        walk.wrong.append(f"{page.url}: {message.text}")


def starts_of(stack: Stack) -> list[str]:
    """The portal, and what only a started import shows."""
    until(lambda: True)
    return ["/", "/portal/", "/base/customers/", "/campaign/campaigns/", "/billing/"]
