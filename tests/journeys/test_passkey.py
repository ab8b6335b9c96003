"""A passkey from its making to log-in by it alone, on Chromium's virtual authenticator (P6)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import PASSWORD
from tests.journeys.stack import Stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.feature("P6")]

MAIL = "sujin.lee@demo.example"


@pytest.fixture
def device(visitor: BrowserContext, page: Page) -> Any:
    """A fingerprint reader inside the computer, always touched by the right finger."""
    session = visitor.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def test_a_passkey_is_made_and_lets_in_alone_and_as_a_second_step(
    page: Page, stack: Stack, device: Any
) -> None:
    log_in(page, stack)
    codes = make_passkey(page, stack, name="사무실 노트북")
    assert len(set(codes)) == 10
    log_out(page, stack)

    page.get_by_role("button", name="패스키로 로그인").click()
    is_in(page)
    log_out(page, stack)

    log_in(page, stack, expect_second_step=True)
    page.get_by_role("button", name="패스키 쓰기").click()
    is_in(page)
    log_out(page, stack)

    log_in(page, stack, expect_second_step=True)
    page.get_by_label("코드").fill(codes[0])
    assert violations(page) == []
    page.get_by_role("button", name="로그인", exact=True).click()
    is_in(page)
    expect(page.get_by_text("복구 코드가 9개 남았어요.")).to_be_visible()
    rename_and_remove(page, stack)


def log_in(page: Page, stack: Stack, *, expect_second_step: bool = False) -> None:
    page.goto(stack.url("demo", "/accounts/login/"))
    expect(page.get_by_label("메일 주소")).to_be_focused()
    page.get_by_label("메일 주소").fill(MAIL)
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="비밀번호 보기").click()
    expect(page.get_by_label("비밀번호", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="로그인", exact=True).click()
    if expect_second_step:
        page.wait_for_url(stack.url("demo", "/accounts/login/code"))
    else:
        is_in(page)


def is_in(page: Page) -> None:
    page.wait_for_url(lambda url: "/accounts/" not in url)


def make_passkey(page: Page, stack: Stack, *, name: str) -> list[str]:
    """Adds a passkey just after log-in, when no further proof is asked; the recovery codes."""
    page.goto(stack.url("demo", "/tenants/profile/security"))
    page.get_by_role("link", name="패스키 추가").click()
    page.get_by_label("이름").fill(name)
    page.get_by_role("button", name="패스키 추가").click()
    page.wait_for_url(stack.url("demo", "/tenants/profile/security/codes"))
    codes = page.get_by_role("list", name="복구 코드").get_by_role("listitem").all_inner_texts()
    assert violations(page) == []
    page.goto(stack.url("demo", "/tenants/profile/security"))
    expect(page.get_by_text(name)).to_be_visible()
    return codes


def rename_and_remove(page: Page, stack: Stack) -> None:
    page.goto(stack.url("demo", "/tenants/profile/security"))
    page.get_by_role("link", name="이름 바꾸기").click()
    page.get_by_label("이름").fill("집 노트북")
    assert violations(page) == []
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("집 노트북")).to_be_visible()
    page.get_by_role("link", name="지우기").click()
    expect(page.get_by_role("button", name="지우기")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="지우기").click()
    page.wait_for_url(stack.url("demo", "/tenants/profile/security"))
    expect(page.get_by_text("집 노트북")).to_have_count(0)


def log_out(page: Page, stack: Stack) -> None:
    page.goto(stack.url("demo", "/accounts/logout/"))
    page.get_by_role("button", name="로그아웃").first.click()
    page.wait_for_url(stack.url("demo", "/accounts/login/"))
