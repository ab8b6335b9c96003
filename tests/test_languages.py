"""Two languages, complete: no screen mixes them, and the switch holds on every screen (A19)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dangol.addresses import Address, addresses
from tenants.people.models import User

pytestmark = pytest.mark.feature("A19")

HANGUL = re.compile(r"[가-힣]{2,}")
"""Words; one syllable alone is the sign of a person or a company."""
SAID = re.compile(r"(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"")
UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.S)
DATA = ("한빛물산", "다온", "에이다", "밥", "캐럴", "한국어")
KOREAN_TEXTS = "base:consent-notice-settings"
"""Holds the texts of the notices in both languages, whatever that of the screen."""


def screens() -> list[Address]:
    return [
        address
        for address in addresses()
        if address.site == "company"
        and "GET" in address.methods
        and not address.parameters
        and not address.view.access.for_programs
        and address.entitlement != "provider"
    ]


@pytest.mark.parametrize("address", screens(), ids=lambda address: address.name)
def test_an_english_screen_is_english(
    address: Address, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    client.cookies["dangol_language"] = "en"
    answer = client.get(reverse(address.name))
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    page = answer.content.decode()
    if address.name == KOREAN_TEXTS:
        page = re.sub(r"<textarea.*?</textarea>|<input[^>]*>", "", page, flags=re.S)
    text = " ".join([UNSEEN.sub(" ", page), *SAID.findall(page)])
    for word in DATA:
        text = text.replace(word, "")
    assert HANGUL.findall(text) == []
