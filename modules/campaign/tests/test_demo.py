"""The demo company shows campaigns in every stage (X1)."""

from __future__ import annotations

import pytest

from messaging.models import Send
from modules.base.models import Customer
from modules.campaign import demo
from modules.campaign.models import Campaign, Project
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("X1")


@pytest.fixture
def two_customers(inside_hanbit: Company, ada: User) -> None:
    for number in (1, 2):
        Customer.objects.create(
            name=f"고객{number}",
            grade=1,
            email=f"p{number}@people.example",
            email_key=f"p{number}@people.example",
            mobile_key=f"0101111000{number}",
            mail_ads=True,
            sms_ads=True,
        )


def test_one_campaign_runs_one_is_reserved_one_is_planned(two_customers: None) -> None:
    assert demo.fill() == 3
    states = Campaign.objects.values_list("state", flat=True)
    assert sorted(states) == ["planned", "running", "running"]
    sends = {
        p.medium: p.send.status
        for p in Project.objects.select_related("send").order_by("created_at")[:2]
    }
    assert sends["sms"] == Send.Status.RESERVED
    assert Project.objects.exclude(send__status=Send.Status.DRAFT).count() == 2


def test_a_company_with_campaigns_is_left_alone(two_customers: None) -> None:
    demo.fill()
    assert demo.fill() == 0
    assert Campaign.objects.count() == 3


def test_without_anybody_to_write_to_there_is_nothing(inside_hanbit: Company, ada: User) -> None:
    assert demo.fill() == 0
    assert not Campaign.objects.exists()
