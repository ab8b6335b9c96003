"""Every screen there is, found by following links, judged by axe in both themes (U10).

A new address is looked at by being there: one that no link leads to fails until it is reached or
its reason stands in `ELSEWHERE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from dangol.addresses import Address, addresses
from dangol.imports.types import importable
from tenants.queries import desk
from tests.journeys.axe import violations
from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("screens"), pytest.mark.feature("U10")]

ADMIN = "sujin.lee@demo.example"
STARTS = [
    "/expenses/expenses/?state=draft&state=returned",  # those that can be changed still
    "/base/groups/?kind=static",  # one that takes a list of customers
    "/portal/",
    "/search?q=김",
    "/base/customers/",
    "/campaign/campaigns/",
    "/billing/",
    "/tenants/users/",
    "/duplicates/accounts/sure",
    "/duplicates/merges/",
    "/tenants/handover/",
]
OPERATORS = ["/console/", "/sending/unknowns/demo/"]
"""The second is linked to only while something is unconfirmed."""
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
    "campaign:project-pace": "leads to the check",
    "campaign:project-reserve": "leads to the check",
    "campaign:project-start": "leads to the check",
    "campaign:project-test": "leads to the check",
    "tenants:notice-count": "is a number",
    "tenants:push-worker": "is a script",
    "tenants:digest-stop": "is a link in a mail",
    "base:own-answers": "is a link in a message",
    "base:consent-edit": "is shut: the ledger is not changed",
    "base:consent-shares": "is shut: a line follows its customer's rights",
    "messaging:open": "is a picture in a mail",
    "messaging:click": "leads on from a mail",
    "account_logout": "asks only without scripts",
    "sso_start": "leads to the identity provider",
    "sso_oidc": "leads on from the identity provider",
    "sso_saml_read": "leads on from the identity provider",
    "sso_saml_metadata": "is for machines",
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
    with_interface(chrome, stack)
    with_merge(chrome, stack)
    with_handover(chrome, stack)
    starts = [with_draft(chrome, stack), *STARTS, *with_imports(chrome, stack)]
    starts.append(with_hint(chrome, stack))
    with_context(chrome, stack, "demo", ADMIN, walk, starts)
    assert walk.wrong == []
    ours = {a.name for a in screens("company") if a.entitlement != "provider"}
    missing = {name for name in ours - set(walk.names) - set(PIECES) if not is_of_the_door(name)}
    assert " ".join(sorted(missing)) == ""


def test_no_screen_of_the_operators_breaks_a_rule(chrome: Browser, stack: Stack) -> None:
    walk = Walk("company")
    with_context(chrome, stack, "ops", "operator@dangol.example", walk, OPERATORS)
    assert walk.wrong == []
    console = {a.name for a in screens("company") if a.entitlement == "provider"}
    assert " ".join(sorted(console - set(walk.names) - set(PIECES))) == ""


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
    assert " ".join(sorted(found - set(walk.names))) == ""


def screens(site: str) -> list[Address]:
    """What a browser may open at this site; the interface for programs it may not."""
    return [
        a
        for a in addresses()
        if a.site == site
        and "GET" in a.methods
        and a.name not in ELSEWHERE
        and not a.view.access.for_programs
    ]


def is_of_the_door(name: str) -> bool:
    """Whether the address belongs to logging in: open without, or in the middle of it."""
    return name.startswith(("account_", "mfa_")) or name in (
        "tenants:invitation",
        "messaging:unsubscribe",
        "messaging:sender-confirm",
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
        log_in(page, stack, login, site=site)
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
    """Opens the address with all its parts; None when it is a file to be saved."""
    try:
        answer = page.goto(url, wait_until="load")
    except Exception as error:
        if "Download is starting" in str(error) or "net::ERR_ABORTED" in str(error):
            return None
        raise
    page.wait_for_timeout(150)
    expect(page.locator(".htmx-request")).to_have_count(0)
    return answer


def is_screen(answer: Response) -> bool:
    is_html = "text/html" in (answer.headers.get("content-type") or "")
    return is_html and "<html" in answer.text()[:500]


def judge(page: Page, name: str, answer: Response, walk: Walk) -> None:
    expected = re.search(r"/dev/ui/(\d+)$", page.url)
    if answer.status >= 400 and not (expected and int(expected[1]) == answer.status):
        walk.wrong.append(f"{name}: answers with {answer.status} at {page.url}")
    walk.wrong += [f"{name} {each}" for each in violations(page)]
    walk.judged.append(name)


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
    shown_on_purpose = walk.site == "public" and "status of 5" in message.text
    if message.type == "error" and not message.text.startswith(QUIET) and not shown_on_purpose:
        walk.wrong.append(f"{page.url}: {message.text}")


PIECES = {
    "portal-tile": "the inside of a tile",
    "portal-tile-settings": "stands in its tile",
    "tenants:colour-preview": "a style sheet",
    "tenants:logo": "a picture",
    "tenants:link-preview": "a part of a link's form",
    "messaging:send-progress": "the numbers of a send's page",
    "messaging:sends-running": "the corner of other screens",
    "messaging:sender-number-file": "a document of a number",
    "sending:number-file": "a document of a number",
    "sending:queue-progress": "the numbers of the screen of sending",
    "campaign:project-reach": "the numbers of a project's page",
    "billing:licence-preview": "a line of the user's form",
    "tenants:passkey-rename": "judged by the passkey's journey",
    "tenants:factor-remove": "judged by the passkey's journey",
    "tenants:recovery-codes": "judged by the passkey's journey",
    "tenants:hint-open": "leads to the screen that was shown",
    "messages:message-file": "a file of a message",
    "tenants:import-run": "leads from a notice to the import's page",
    "tenants:export": "leads from a notice to a line on the screen of exports",
    "tenants:export-progress": "a line on the screen of exports",
    "tenants:datasource-progress": "the log of a source of data",
    "tenants:handover-progress": "the numbers of a hand-over's page",
    "tenants:export-file": "a file on the screen of exports",
    "tenants:run-list": "leads from a notice to the list it is about",
    "duplicates:customer-scan-progress": "the foot of the queue of duplicates",
    "duplicates:account-scan-progress": "the foot of the queue of duplicates",
    "scoring:run-progress": "the last computation on the screen of rules",
    "calendar:feed-file": "a calendar for other programs",
    "calendar:whereabouts": "leads from a notice to a day of the calendar",
}
"""Addresses of a company that are no pages of their own, and what they belong to."""
PARTS_OF_A_TYPE = {
    "beside": "the blocks at the right of a page",
    "board": "a column of a board",
    "cell": "the editor in a list",
    "choices": "what is offered while one writes",
    "day": "a day of a calendar",
    "file": "a file",
    "file-small": "a picture of a file",
    "group": "the rows of a group in a list",
    "kinds": "the chips above a timeline",
    "mentions": "what a note's field offers",
    "note": "the form of a note, in its place on a timeline",
    "group-filters": "the builder over a list",
    "import-progress": "the numbers of an import's page",
    "import-reading": "how the file of an import would be read otherwise",
    "import-rejected": "a file",
    "import-replace": "what finding in the check of an import has found",
    "import-rows": "the rows of an import's page",
    "left": "what a change of many records has left out",
    "peek": "the panel beside a list",
    "place": "the neighbours of a page",
    "progress": "the strip above a list",
    "related": "a list on another record's page",
    "swipe": "what lies under a row on a phone",
    "view-menu": "the menu of a view above a list",
    "views": "the counts above a list",
}
"""The same for every record type."""
PIECES |= {
    record.url_name(part): words
    for record in desk.records().values()
    for part, words in PARTS_OF_A_TYPE.items()
}


@contextmanager
def administrator(chrome: Browser, stack: Stack) -> Iterator[Page]:
    """A fresh browser of the administrator's, to make what the walk then finds."""
    context = chrome.new_context(locale="ko-KR")
    try:
        page = context.new_page()
        log_in(page, stack, ADMIN)
        yield page
    finally:
        context.close()


def with_interface(chrome: Browser, stack: Stack) -> None:
    """A key, a webhook with a test that nobody took, linked data, a field, a link, a report: their
    lists lead to more."""
    with administrator(chrome, stack) as page:
        page.goto(stack.url("demo", "/tenants/keys/new"))
        page.fill("[name=name]", "쇼핑몰")
        page.click(".page .form-foot button")
        page.wait_for_selector(".secret-text")
        page.goto(stack.url("demo", "/tenants/webhooks/new"))
        page.fill("[name=name]", "쇼핑몰")
        page.fill("[name=url]", "http://127.0.0.1:9/hooks")
        page.check("[name=events] >> nth=0")
        page.click(".page .form-foot button")
        page.click(".secret ~ form button")
        page.wait_for_selector(".code-block")
        page.goto(stack.url("demo", "/tenants/datasources/new"))
        page.fill("[name=name]", "쇼핑몰 회원")
        page.fill("[name=url]", "http://127.0.0.1:9/members.csv")
        page.click(".page .form-foot button")
        page.wait_for_selector("#datasource")
        page.goto(stack.url("demo", "/tenants/fields/new?kind=text"))
        page.fill("[name=label]", "제조사")
        page.click(".form-foot button")
        page.wait_for_selector("text=제조사")
        page.goto(stack.url("demo", "/tenants/reports/new?record=base.order"))
        page.fill("[name=name]", "담당자별 주문")
        page.select_option("[name=level_0]", "owner")
        page.select_option("[name=chart]", "bar")
        page.click(".form-foot button")
        page.wait_for_selector(".report-table")
        page.goto(stack.url("demo", "/tenants/links/new"))
        page.fill("[name=label]", "지도")
        page.click(".merge-field >> text=직장 주소")
        page.fill("[name=address]", "https://map.example/?q=" + page.input_value("[name=address]"))
        page.wait_for_selector("#link-tried a")
        page.click(".form-foot button")
        page.wait_for_selector("text=map.example")


def with_merge(chrome: Browser, stack: Stack) -> None:
    """Two customers made one, so that there is a merge to look at."""
    with administrator(chrome, stack) as page:
        page.goto(stack.url("demo", "/duplicates/customers/"))
        page.click("[data-merge]")
        page.wait_for_selector(".toast")


def with_hint(chrome: Browser, stack: Stack) -> str:
    """A screen that was shown to a colleague; the address of its page."""
    with administrator(chrome, stack) as page:
        page.goto(stack.url("demo", "/tenants/hints/new?at=/base/customers/"))
        page.locator("#hint-form [role=combobox]").fill("최민호")
        page.keyboard.press("Enter")
        page.locator("main form .btn-primary").click()
        page.wait_for_url("**/base/customers/**")
        page.goto(stack.url("demo", "/tenants/hints/?box=sent"))
        return page.locator(".notice-link").first.get_attribute("href") or ""


def with_handover(chrome: Browser, stack: Stack) -> None:
    """Something of a colleague given to another, so that there is a hand-over to look at."""
    with administrator(chrome, stack) as page:
        page.goto(stack.url("demo", "/tenants/handover/new"))
        page.select_option("#giver", label="정하윤")
        page.wait_for_selector("[name=wanted]")
        chosen = page.locator("[name=wanted]:checked")
        while chosen.count():
            chosen.first.uncheck()
        page.locator("[name=wanted]:not([disabled])").last.check()
        page.check("[name=heirs] >> nth=0")
        page.fill("#reason", "자리 이동")
        page.click("[name=deed][value=preview]")
        page.click("[name=deed][value=start]")
        page.wait_for_selector("#handover")


def with_imports(chrome: Browser, stack: Stack) -> list[str]:
    """An import of every type whose columns are to be chosen, and one of customers that waits for
    its repairs; their addresses."""
    with administrator(chrome, stack) as page:
        found = []
        for record in importable():
            page.goto(stack.url("demo", reverse(record.url_name("import"))))
            found.append(bring(page, stack, "이름,메모\n하나,둘\n"))
        page.goto(stack.url("demo", "/base/customers/import"))
        found.append(bring(page, stack, "이름,핸드폰\n김하늘,010-3456-7890\n강지후,12-34\n"))
        page.locator(".wizard-foot .btn-primary").click()
        page.wait_for_selector("#check[data-state=checked]")
        return found


def bring(page: Page, stack: Stack, text: str) -> str:
    """Uploads a file; the address of the import."""
    sheet = {"name": "명단.csv", "mimeType": "text/csv", "buffer": text.encode("cp949")}
    page.set_input_files("#file", sheet)
    page.locator("main form .btn-primary").first.click()
    page.wait_for_selector("#columns")
    return page.url.removeprefix(stack.url("demo", "").rstrip("/"))


def with_draft(chrome: Browser, stack: Stack) -> str:
    """A project that was not sent; its address. Other journeys may have sent all there were."""
    with administrator(chrome, stack) as page:
        page.goto(stack.url("demo", "/campaign/campaigns/new"))
        page.fill("#id_name", "눈으로 보는 캠페인")
        page.press("#id_name", "Enter")
        page.locator("#projects a[href*='medium=email']").click()
        page.fill("#id_name", "눈으로 보는 글")
        page.locator("main form .btn-primary").first.click()
        page.wait_for_url("**/audience**")
        address = page.url.removeprefix(stack.url("demo", "").rstrip("/"))
        return address.partition("audience")[0]
