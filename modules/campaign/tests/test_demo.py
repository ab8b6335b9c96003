"""The demo company shows campaigns in every stage (X1)."""

from __future__ import annotations

import pytest

from messaging.content.textmessage import TextForm
from messaging.models import Send
from messaging.pace import pace
from modules.base.models import Customer
from modules.campaign import demo
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import reach
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
    (texts,) = Project.objects.filter(medium=Project.Medium.SMS).select_related("send")
    assert texts.send.status == Send.Status.RESERVED
    assert Project.objects.exclude(send__status=Send.Status.DRAFT).count() == 2


def test_each_goes_to_those_who_agreed_to_its_medium_and_names_the_company(
    two_customers: None, hanbit: Company
) -> None:
    """One of the two agreed to mails alone."""
    Customer.objects.filter(name="고객2").update(sms_ads=False)
    demo.fill()
    for project in Project.objects.select_related("send"):
        consent = "mail_ads" if project.is_mail else "sms_ads"
        assert project.send.audience == {"grade": ["1"], consent: ["yes"]}
        assert reach.of_send(project.send).reachable == (2 if project.is_mail else 1)
        assert project.send.sender_name == hanbit.name


def test_the_text_message_is_an_sms_with_all_that_the_law_adds(two_customers: None) -> None:
    demo.fill()
    project = Project.objects.select_related("send").get(medium=Project.Medium.SMS)
    form = TextForm(project.send)
    assert form.body.startswith("(광고)")
    assert "무료수신거부 080" in form.body
    assert form.usual_bytes <= pace().sms_bytes
    assert form.ceiling() == "sms"


def test_a_company_with_campaigns_is_left_alone(two_customers: None) -> None:
    demo.fill()
    assert demo.fill() == 0
    assert Campaign.objects.count() == 3


def test_without_anybody_to_write_to_there_is_nothing(inside_hanbit: Company, ada: User) -> None:
    assert demo.fill() == 0
    assert not Campaign.objects.exists()
