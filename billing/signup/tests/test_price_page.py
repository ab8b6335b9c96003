"""The price page computes with the invoices' engine (P1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

pytestmark = [pytest.mark.feature("P1"), pytest.mark.django_db]


def test_twelve_six_four_four_seats_cost_what_the_law_says(browse: Callable[..., Client]) -> None:
    """12 base, 6 sales, 4 service, 4 campaign, 50,000 mails, 4,000 text messages, with VAT."""
    page = browse().get("/?base=12&sales=6&service=4&campaign=4&email=50000&sms=4000")
    assert page.context["bill"].total == 1_606_000
    assert page.context["advice"].saving == 130_000
    assert "1,606,000" in page.content.decode()


def test_advice_applied_in_one_click_saves_what_it_said(browse: Callable[..., Client]) -> None:
    before = browse().get("/?base=12&sales=6&service=4&campaign=4&email=50000&sms=4000")
    after = browse().get("/" + before.context["better"])
    saved = before.context["bill"].supply - after.context["bill"].supply
    assert saved == before.context["advice"].saving
    assert after.context["advice"] is None


@pytest.mark.parametrize("query", ["?base=-1", "?base=1.5", "?base=abc", "?base=٣&x=1", "?sms="])
def test_what_is_no_count_counts_nothing(query: str, browse: Callable[..., Client]) -> None:
    page = browse().get("/" + query)
    assert page.status_code == 200
    assert page.context["bill"].total >= 0


def test_the_seats_chosen_go_along_to_sign_up(browse: Callable[..., Client]) -> None:
    page = browse().get("/?base=3&campaign=1")
    form = browse().get(page.context["start"])
    assert '"campaign": 1' in form.context["form"]["seats"].value()
