"""Plans as one gives them to people: with their price, and a caution where screens are missing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tenants.models import Company
from tenants.people.models import User
from tenants.people.models.user import Plan
from tenants.plans import is_ready

pytestmark = pytest.mark.feature("P5")


def test_who_invites_sees_prices_and_what_is_in_preparation(
    browse: Callable[..., Client], hanbit: Company, ada: User
) -> None:
    page = browse(ada).get("/tenants/users/invite").content.decode()
    for plan in Plan:
        label = page.partition(f'value="{plan.value}"')[2].partition("</label>")[0]
        assert ("준비 중" in label) is not is_ready(plan), plan
        assert re.search(r"한 사람 한 달 ₩[\d,]+", label), plan
    assert "아직 고객 요금제만큼만" in page
    assert not is_ready("sales"), "else nothing is left to warn of here"


def test_the_preview_of_a_change_warns_too(
    browse: Callable[..., Client], hanbit: Company, ada: User
) -> None:
    def preview(plan: str) -> str:
        return browse(ada).get(f"/billing/licence-preview?plans={plan}").content.decode()

    assert "아직 고객 요금제만큼만" in preview("service")
    assert "아직 고객 요금제만큼만" not in preview("campaign")
