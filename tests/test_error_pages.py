"""Error pages say what happened and lead on, in the frame of those who are logged in (U10)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client, RequestFactory, override_settings

from dangol.ids import new_id
from dangol.views import errors
from modules.campaign.models import Campaign
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences

pytestmark = pytest.mark.feature("U10")

Browse = Callable[..., Client]
REFERENCE = re.compile(r"<code>([0-9A-F]{4}-[0-9A-F]{4})</code>")


def test_who_is_logged_in_keeps_the_frame(ada: User, browse: Browse) -> None:
    answer = browse(ada).get("/base/nothing-here")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'href="/base/customers/"' in page
    assert REFERENCE.search(page)


def test_strangers_get_a_plain_page(hanbit: Company, browse: Browse) -> None:
    page = browse(company=hanbit).get("/base/nothing-here").content.decode()
    assert "sidebar" not in page
    assert REFERENCE.search(page)


def test_a_refusal_says_why_and_leads_back(bob: User, browse: Browse) -> None:
    client = browse(bob)
    came = f"http://{host(client)}/base/customers/?q=a"
    answer = client.get("/tenants/users/", headers={"referer": came})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "관리자에게" in page
    assert 'href="/base/customers/?q=a"' in page


def host(client: Client) -> str:
    return str(client.defaults["HTTP_HOST"])


def test_the_way_back_never_leads_to_another_site(bob: User, browse: Browse) -> None:
    for came in ("https://evil.example/x", "http://evil.example//x"):
        page = browse(bob).get("/tenants/users/", headers={"referer": came}).content.decode()
        assert "evil.example" not in page


@pytest.mark.feature("P5")
def test_a_module_outside_the_plan_names_the_plans_and_whom_to_ask(
    hanbit: Company, ada: User, bob: User, browse: Browse
) -> None:
    with context.inside(hanbit):
        for user in (ada, bob):
            licences.assign(user, ["base"])
        campaign = Campaign.objects.create(name="김장 재료전")
    told = []
    for key in (campaign.pk, new_id()):
        answer = browse(bob).get(f"/campaign/campaigns/{key}/")
        page = re.sub(REFERENCE, "", answer.content.decode())
        assert answer.status_code == 403
        assert "캠페인 기능은 캠페인 또는 전체 세트 요금제에 들어 있어요" in page
        assert ada.name in page
        told.append(re.search(r'class="error-page">.*?error-reference', page, re.DOTALL)[0])
    assert told[0] == told[1], "what is there and what is not look the same"
    page = browse(ada).get("/campaign/campaigns/").content.decode()
    assert "사용자 화면에서" in page


def test_a_piece_of_page_gets_a_note(bob: User, browse: Browse) -> None:
    answer = browse(bob).get("/tenants/users/", headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert "<html" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_a_failure_on_our_side_needs_no_database() -> None:
    """Without the fixture of a database every statement fails."""
    connections.close_all()
    answer = errors.server_error(RequestFactory().get("/base/customers/?q=a"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert REFERENCE.search(page)
    assert 'href="/base/customers/?q=a"' in page


def test_a_form_that_is_too_large_says_so_in_the_frame(ada: User, browse: Browse) -> None:
    with override_settings(FORM_LIMIT=1024 * 1024):
        answer = browse(ada).post("/tenants/profile", {"name": "x" * 2 * 1024 * 1024})
    assert answer.status_code == 413
    assert "1MB" in answer.content.decode().replace(" ", "")
    assert 'id="sidebar"' in answer.content.decode()


def test_a_form_without_its_token_offers_to_open_it_again(ada: User, browse: Browse) -> None:
    client = browse(ada)
    client.handler.enforce_csrf_checks = True
    came = f"http://{host(client)}/tenants/profile"
    answer = client.post("/tenants/profile", {"name": "x"}, headers={"referer": came})
    assert answer.status_code == 403
    assert 'href="/tenants/profile"' in answer.content.decode()
    assert 'id="sidebar"' in answer.content.decode()


PAGE = {"accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("address", "screen"),
    [
        ("/tenants/company/logo", "/tenants/company"),
        ("/tenants/company/logo/remove", "/tenants/company/logo"),
        ("/tenants/company/holidays/add", "/tenants/company/holidays"),
    ],
)
def test_where_forms_are_sent_leads_to_the_screen_of_the_form(
    address: str, screen: str, ada: User, browse: Browse
) -> None:
    client = browse(ada)
    assert client.get(address, headers=PAGE)["Location"] == screen
    assert client.get(address, headers=PAGE, follow=True).status_code == 200


def test_an_address_without_a_screen_above_leads_on(ada: User, browse: Browse) -> None:
    answer = browse(ada).get("/tenants/desk/setting", headers=PAGE)
    page = answer.content.decode()
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert 'id="sidebar"' in page
    assert REFERENCE.search(page)
    refused = browse(ada).post("/tenants/audit/", headers=PAGE)
    assert refused.status_code == 405
    assert 'href="/"' in refused.content.decode()


def test_who_may_not_send_the_form_is_not_led_to_it(
    bob: User, hanbit: Company, browse: Browse
) -> None:
    assert browse(bob).get("/tenants/company/logo", headers=PAGE).status_code == 403
    stranger = browse(company=hanbit).get("/tenants/company/logo", headers=PAGE)
    assert stranger["Location"].startswith("/accounts/login/")


def test_too_many_tries_end_on_a_page_that_says_to_wait(hanbit: Company, browse: Browse) -> None:
    request = RequestFactory().get("/accounts/login/")
    answer = errors.too_often(request)
    assert answer.status_code == 429
    assert 'href="/accounts/login/"' in answer.content.decode()


def test_a_suspended_company_is_told_so_on_every_screen(
    ada: User, hanbit: Company, browse: Browse
) -> None:
    client = browse(ada)
    assert "strip warn" not in client.get("/tenants/profile").content.decode()
    with context.platform("test"):
        Company.objects.filter(pk=hanbit.pk).update(state=Company.State.SUSPENDED)
    assert "strip warn" in client.get("/tenants/profile").content.decode()
