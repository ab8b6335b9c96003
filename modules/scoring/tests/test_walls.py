"""Rules of segments are one company's: another one has its own (B33, B34)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from modules.scoring.matrices import MATRICES
from modules.scoring.queries import current
from modules.scoring.rules import Rules
from modules.scoring.services import rule_sets
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import User

pytestmark = [pytest.mark.feature("B33"), pytest.mark.feature("B34")]


@pytest.fixture(autouse=True)
def friday() -> None:
    """Instead of the other tests' own: here nobody is inside a company yet."""


def test_another_company_s_rules_do_not_leak(
    hanbit: Company, daon: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    named = replace(MATRICES["club"], names={"vip": "우리 클럽"})
    with inside(hanbit):
        rule_sets.save(Rules(segments={**MATRICES, "club": named}), None)
    with inside(daon):
        assert current.rules().segments == MATRICES
    for screen in ("/scoring/segments/", "/scoring/segments/club/rules"):
        assert "우리 클럽" in browse(ada).get(screen).content.decode()
        page = browse(eve).get(screen)
        assert page.status_code == 200
        assert "우리 클럽" not in page.content.decode()
        assert "VIP 다이아몬드 클럽" in page.content.decode()
