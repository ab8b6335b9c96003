"""Fixtures of this module's tests: six customers, and projects in every stage of preparation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from modules.base.models import Customer
from modules.campaign.models import Campaign, Project
from modules.campaign.services import campaigns, projects
from tenants.models import Company
from tenants.people.models import User

MAIL = {
    "sender_name": "한빛물산",
    "sender_address": "news@hanbit.example",
    "subject": "{{ name }}님께 드려요",
    "body": "안녕하세요 {{ name }}님, 가을 소식을 전해요.",
    "advertising": True,
}
TEXT = {
    "sender_name": "한빛물산",
    "sender_number": "02-339-7020",
    "opt_out_number": "080-123-4567",
    "body": "{{ name }}님, 쿠폰을 보내요.",
    "advertising": True,
}


@pytest.fixture
def people(inside_hanbit: Company) -> list[Customer]:
    """가 and 나 get everything, 다 only mails, 라 refused, 마 has no address, 바 shares 가's."""
    rows = [
        ("가가", 1, "ga@people.example", "01011110001", True),
        ("나나", 1, "na@people.example", "01011110002", True),
        ("다다", 2, "da@people.example", "", True),
        ("라라", 2, "ra@people.example", "01011110004", False),
        ("마마", 3, "", "", True),
        ("바바", 3, "ga@people.example", "01011110001", True),
    ]
    return [
        Customer.objects.create(
            name=name, grade=grade, email=email, email_key=email, mobile=mobile,
            mobile_key=mobile, mail_ads=agreed, sms_ads=agreed,
        )
        for name, grade, email, mobile, agreed in rows
    ]  # fmt: skip


@pytest.fixture
def campaign(inside_hanbit: Company) -> Campaign:
    """An approved campaign."""
    planned = campaigns.create({"name": "가을 재구매", "kind": "repurchase"})
    return campaigns.move(planned, Campaign.State.APPROVED)


@pytest.fixture
def new_project(campaign: Campaign, bob: User) -> Callable[..., Project]:
    """`new_project("sms")`: a project without recipients and text."""

    def make(medium: str = "email", **values: Any) -> Project:
        plan = {
            "name": "1차",
            "medium": medium,
            "kind": "offer",
            "starts_on": campaign.starts_on,
            "ends_on": campaign.ends_on,
        }
        return projects.create(campaign, plan | values, by=bob)

    return make


@pytest.fixture
def ready(people: list[Customer], new_project: Callable[..., Project]) -> Callable[..., Project]:
    """`ready("sms", body="...")`: a project with everybody as recipients and a text."""

    def make(medium: str = "email", **content: Any) -> Project:
        project = projects.choose_audience(new_project(medium), {})
        return projects.write(project, (MAIL if medium == "email" else TEXT) | content)

    return make


def in_korean(words: object) -> str:
    with override("ko"):
        return str(words)


def english(client: Client) -> Client:
    client.cookies["dangol_language"] = "en"
    return client


def at(name: str, pk: Any) -> str:
    return reverse(f"campaign:{name}", args=[pk])


@pytest.fixture
def client(bob: User, browse: Callable[..., Client]) -> Client:
    """Bob's browser: a member with a campaign licence."""
    return browse(bob)
