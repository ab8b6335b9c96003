"""Rules become points: life cycle, value, loyalty, interest, grade (B15-B18, B32)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dangol import clock
from messaging.models import Message, MessageEvent, Send
from modules.base.models import Complaint, ContactHistory, Customer, Material
from modules.base.models.scores import Lifecycle
from modules.scoring.rules import REACTIONS, Rules
from modules.scoring.services import rule_sets
from modules.scoring.tests.conftest import Buyer, computed, order


def scored(customer: Customer) -> Customer:
    computed()
    customer.refresh_from_db()
    return customer


@pytest.mark.feature("B32")
@pytest.mark.parametrize(
    ("bought_on", "stage", "since"),
    [
        ([], Lifecycle.PROSPECT, date(2023, 1, 2)),
        (["2026-11-20"], Lifecycle.NEW, date(2026, 11, 20)),
        (["2026-05-21"], Lifecycle.NEW, date(2026, 5, 21)),
        (["2026-05-20"], Lifecycle.EXISTING, date(2026, 11, 20)),
        (["2026-05-20", "2026-06-01"], Lifecycle.REPEAT, date(2026, 11, 20)),
        (["2024-05-20", "2026-06-01"], Lifecycle.REPEAT, date(2026, 6, 1)),
        (["2025-11-21"], Lifecycle.EXISTING, date(2026, 5, 21)),
        (["2025-11-20"], Lifecycle.DORMANT, date(2026, 11, 20)),
        (["2024-11-21"], Lifecycle.DORMANT, date(2025, 11, 21)),
        (["2024-11-20"], Lifecycle.CHURNED, date(2026, 11, 20)),
    ],
)
def test_the_stage_of_life_follows_from_the_first_and_the_last_order(
    buyer: Buyer, bought_on: list[str], stage: Lifecycle, since: date
) -> None:
    """The sixth month is the border between new and existing; the day itself is past it."""
    customer = scored(buyer(*bought_on))
    assert (customer.lifecycle, customer.lifecycle_on) == (stage, since)


@pytest.mark.feature("B32")
def test_an_order_that_was_cancelled_returned_or_thrown_away_does_not_count(buyer: Buyer) -> None:
    customer = buyer()
    order(customer, "2026-11-01", state="cancelled")
    order(customer, "2026-11-02", state="returned")
    order(customer, "2026-11-03", deleted_at=clock.now())
    order(customer, "2026-12-24")
    customer = scored(customer)
    assert customer.lifecycle == Lifecycle.PROSPECT
    assert (customer.profit, customer.rfm, customer.purchase_years) == (None, "", "")


@pytest.mark.feature("B17")
def test_profit_contribution_is_recency_frequency_and_money(buyer: Buyer) -> None:
    """20 days ago is a 5, three orders are a 2, ₩2,700,000 is a 3: (4 + 1 + 2) of 12 is 58."""
    customer = scored(buyer("2026-10-31", "2026-09-01", "2025-01-05", amount=900_000))
    assert (customer.rfm, customer.profit) == ("523", 58)


@pytest.mark.feature("B17")
def test_orders_before_the_months_that_count_are_no_frequency_and_no_money(buyer: Buyer) -> None:
    customer = scored(buyer("2023-02-01", "2023-03-01", amount=90_000_000))
    assert (customer.rfm, customer.profit) == ("111", 0)


@pytest.mark.feature("B18")
def test_loyalty_has_one_bit_for_each_year_and_later_years_weigh_more(buyer: Buyer) -> None:
    """01101 of 2022 to 2026: (2 + 3 + 5) of 15."""
    customer = scored(buyer("2023-06-01", "2024-01-01", "2024-12-31", "2026-01-01"))
    assert (customer.purchase_years, customer.loyalty) == ("01101", 67)
    assert customer.get_loyalty_grade_display() == "A"


@pytest.mark.feature("B18")
def test_loyalty_is_told_by_reactions_where_the_company_wants_it_so(buyer: Buyer) -> None:
    rule_sets.save(Rules(loyalty_by=REACTIONS, points={"contact": (1, 1, 30)}), None)
    customer = buyer()
    for days in (1, 80, 95):
        met = clock.now() - timedelta(days=days)
        ContactHistory.objects.create(customer=customer, medium="phone", contacted_at=met)
    customer = scored(customer)
    assert (customer.loyalty, customer.loyalty_grade, customer.interest) == (60, 2, 2)


def message_to(customer: Customer, *kinds: str) -> None:
    send = Send.objects.create(name="소식지", channel=Send.Channel.EMAIL)
    message = Message.objects.create(
        send=send, contact_id=customer.pk, addr_norm="a@b.example", addr_hash=customer.pk
    )
    for place, kind in enumerate(kinds):
        MessageEvent.objects.create(
            message=message, kind=kind, provider="dangol", provider_key=f"{message.pk}{place}"
        )


@pytest.mark.feature("B16")
def test_interest_and_favour_are_the_reactions_of_the_last_three_months(buyer: Buyer) -> None:
    """Opened twice is opened once; a click is 10, material 15; a complaint takes 15 of favour."""
    customer = buyer()
    message_to(customer, "opened", "opened", "clicked")
    Material.objects.create(customer=customer, document="소개서")
    Complaint.objects.create(customer=customer, subject="늦음")
    Complaint.objects.create(customer=customer, subject="문의", kind="consultation")
    old = clock.now() - timedelta(days=100)
    Complaint.objects.create(customer=customer, subject="옛일", received_at=old)
    customer = scored(customer)
    assert (customer.interest, customer.favour) == (2 + 10 + 15, 2 + 5 + 5 - 15)


@pytest.mark.feature("B16")
def test_points_stay_between_their_ends(buyer: Buyer) -> None:
    friend, foe = buyer(), buyer()
    for _each in range(12):
        message_to(friend, "clicked")
    for _each in range(4):
        message_to(foe, "unsubscribed")
    assert scored(friend).interest == 100
    foe.refresh_from_db()
    assert (foe.interest, foe.favour) == (0, -100)


@pytest.mark.feature("B15")
def test_the_grade_weighs_profit_contribution_and_loyalty(buyer: Buyer) -> None:
    """58 of 70 parts and 40 of 30 parts are 52.6: B, from 50 on."""
    customer = scored(buyer("2026-10-31", "2026-09-01", "2025-01-05", amount=900_000))
    assert customer.loyalty == round(100 * (4 + 5) / 15)
    assert (customer.computed_grade, customer.grade) == (2, 2)
    rule_sets.save(replace(Rules(), grade_borders=(90, 80, 70)), None)
    assert scored(customer).grade == 4


@pytest.mark.feature("B15")
def test_a_grade_set_by_hand_is_never_overwritten(buyer: Buyer) -> None:
    customer = buyer("2026-10-31", grade=1, grade_is_manual=True)
    customer = scored(customer)
    assert (customer.grade, customer.computed_grade) == (1, 3)


@pytest.mark.feature("B15")
def test_whoever_never_ordered_has_no_grade_by_rule(buyer: Buyer) -> None:
    customer: Any = scored(buyer())
    assert (customer.grade, customer.computed_grade, customer.loyalty_grade) == (None, None, None)
