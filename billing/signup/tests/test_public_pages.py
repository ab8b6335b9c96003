"""Pages to read: links that lead somewhere, two languages, what search engines find (P1, A33)."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from billing.models import CompanyProfile
from billing.signup import legal, plans, site
from tenants import context
from tenants.models import Company
from tenants.plans import is_ready

pytestmark = [
    pytest.mark.feature("P1"),
    pytest.mark.feature("A33"),
    pytest.mark.django_db,
]

PAGES = ("/", "/features", "/help", "/legal/terms", "/legal/privacy", "/legal/processing")
HANGUL = re.compile(r"[가-힣]")
LINK = re.compile(r"""<a\b[^>]*\bhref="([^"]+)\"""")


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(path: str, browse: Callable[..., Client]) -> None:
    links = {unescape(link) for link in LINK.findall(browse().get(path).content.decode())}
    inside = {link for link in links if link.startswith(("/", "?"))}
    assert {"/features", "/", "/help", "/companies", "/legal/privacy"} <= inside
    for link in inside:
        answer = browse().get(path + link if link.startswith("?") else link)
        assert answer.status_code in (200, 302), link


@pytest.mark.parametrize("path", PAGES)
def test_the_english_page_has_its_own_address_and_no_korean(
    path: str, provider: Company, browse: Callable[..., Client]
) -> None:
    with context.platform("test"):
        CompanyProfile.objects.filter(company=provider).update(legal_name="Dangol Inc.")
    client = browse()
    page = client.get(path + "?lang=en", headers={"accept-language": "ko"})
    text = page.content.decode()
    assert '<html lang="en"' in text
    body = text.partition('id="main"')[2].partition("</main>")[0]
    assert HANGUL.findall(body) == []
    assert f'<link rel="canonical" href="{site.ORIGIN}{path}?lang=en">' in text
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en", "and it stays"


@pytest.mark.parametrize("path", PAGES)
def test_search_engines_get_a_title_a_description_and_both_languages(
    path: str, browse: Callable[..., Client]
) -> None:
    text = browse().get(path + "?lang=ko").content.decode()
    title = re.search(r"<title>(.+?)</title>", text)
    description = re.search(r'<meta name="description" content="(.+?)">', text)
    assert title
    assert HANGUL.search(title[1])
    assert description
    assert len(description[1]) > 20
    assert len(re.findall(r"<h1\b", text)) == 1
    assert f'<link rel="canonical" href="{site.ORIGIN}{path}">' in text
    for code in ("ko", "en"):
        assert f'rel="alternate" hreflang="{code}"' in text


def test_a_language_nobody_speaks_here_is_ignored(browse: Callable[..., Client]) -> None:
    client = browse()
    assert client.get("/?lang=xx").status_code == 200
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_robots_read_the_public_pages_and_nothing_else(
    hanbit: Company, browse: Callable[..., Client]
) -> None:
    rules = browse().get("/robots.txt").content.decode()
    assert "Disallow: /signup" in rules
    assert "Sitemap: http" in rules
    listed = browse().get("/sitemap.xml").content.decode()
    for path in PAGES:
        assert f"<loc>{site.ORIGIN}{path}</loc>" in listed
        assert f"<loc>{site.ORIGIN}{path}?lang=en</loc>" in listed
    assert browse(company=hanbit).get("/robots.txt").content.decode().endswith("Disallow: /\n")
    assert browse().get("/favicon.ico").status_code == 301


def test_the_foot_names_the_provider_as_registered_and_invents_nothing(
    provider: Company, browse: Callable[..., Client]
) -> None:
    with context.platform("test"):
        CompanyProfile.objects.filter(company=provider).update(
            legal_name="주식회사 단골", representative="", street="", email=""
        )
        Company.objects.filter(pk=provider.pk).update(business_number=None)
    bare = browse().get("/").content.decode().partition("<footer")[2]
    assert "주식회사 단골" in bare
    assert "사업자등록번호" not in bare
    with context.platform("test"):
        Company.objects.filter(pk=provider.pk).update(business_number="1208147521")
        CompanyProfile.objects.filter(company=provider).update(representative="김단골")
    full = browse().get("/").content.decode().partition("<footer")[2]
    assert "120-81-47521" in full
    assert "김단골" in full


def test_a_plan_without_its_screens_says_so(browse: Callable[..., Client]) -> None:
    ready = {plan for plan in plans.SUMMARIES if is_ready(plan)}
    assert {"base", "campaign", "full"} <= ready
    shown = browse().get("/features").context["plans"]
    assert {plan["code"] for plan in shown if plan["is_ready"]} == ready
    marks = browse().get("/").content.decode().count("준비 중")
    assert marks == len(plans.SUMMARIES) - len(ready)


@pytest.mark.parametrize("address", ["/?", "/signup?"])
def test_who_chooses_a_plan_in_preparation_is_told_at_each_step(
    address: str, browse: Callable[..., Client]
) -> None:
    chosen = browse().get(f"{address}base=2&sales=3").content.decode()
    assert "준비 중이에요: 영업" in chosen
    assert "준비 중이에요" not in browse().get(f"{address}base=2").content.decode()


@pytest.mark.feature("P2")
@pytest.mark.parametrize("code", list(legal.DOCUMENTS))
def test_legal_texts_name_the_version_that_consents_record(
    code: str, browse: Callable[..., Client]
) -> None:
    for language in ("ko", "en"):
        text = browse().get(f"/legal/{code}?lang={language}").content.decode()
        assert legal.VERSION in text
        assert text.count("<h2>") >= 9
        assert len(re.sub(r"<[^>]+>|\s", "", text)) > 1_000, "a full text"
    assert legal.in_force_since().isoformat() == legal.VERSION


def test_sub_processors_are_those_of_the_settings(
    settings: pytest.FixtureRequest, browse: Callable[..., Client]
) -> None:
    nobody = browse().get("/legal/processing").content.decode()
    assert "다시 맡기는 곳은 없어요" in nobody
    settings.SMTP_URL = "smtp://user:secret@relay.example:587"  # type: ignore[attr-defined]
    used = browse().get("/legal/processing").content.decode()
    assert "relay.example" in used
    assert "secret" not in used
    assert "다시 맡기는 곳은 없어요" not in used
