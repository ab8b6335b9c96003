"""A session that ends in the middle of work leads back to where one was (U2)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tenants.models import Company

pytestmark = pytest.mark.feature("U2")


def next_of(location: str) -> str:
    return parse_qs(urlsplit(location).query)["next"][0]


def test_a_form_sent_without_log_in_leads_back_to_its_screen(
    hanbit: Company, browse: Callable[..., Client]
) -> None:
    """Its address may take no GET, so the screen is told by the Referer of the same host."""
    answer = browse(company=hanbit).post(
        "/base/customers/00000000-0000-7000-8000-0000000000ff/delete",
        headers={"referer": f"http://{hanbit.host}/base/customers/?grade=1"},
    )
    assert answer.status_code == 302
    assert next_of(answer["Location"]) == "/base/customers/?grade=1"


def test_a_foreign_referer_is_not_followed(hanbit: Company, browse: Callable[..., Client]) -> None:
    answer = browse(company=hanbit).post(
        "/base/customers/new", headers={"referer": "http://elsewhere.example/trap"}
    )
    assert next_of(answer["Location"]) == "/"


def test_a_piece_of_page_gets_a_bare_401(hanbit: Company, browse: Callable[..., Client]) -> None:
    answer = browse(company=hanbit).get("/base/customers/", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.content == b""
