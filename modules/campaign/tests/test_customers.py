"""The campaigns of a customer on their page (B12)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from messaging.models import Message, MessageEvent
from modules.base.models import Customer
from modules.campaign.models import Project
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("B12")


@pytest.fixture
def reached(people: list[Customer], new_project: Callable[..., Project]) -> list[Message]:
    """Two messages to the first customer: one was clicked, one failed; and one to another."""
    projects = [new_project(name="1차"), new_project(name="2차")]
    rows = [
        Message.objects.create(
            send=project.send, contact_id=person.pk, addr_norm="x@people.example",
            addr_hash=person.pk, state=state, error_class=error,
        )
        for project, person, state, error in (
            (projects[0], people[0], "accepted", ""),
            (projects[1], people[0], "rejected", "hard_bounce"),
            (projects[0], people[1], "accepted", ""),
        )
    ]  # fmt: skip
    for kind in ("opened", "clicked"):
        MessageEvent.objects.create(
            message=rows[0], kind=kind, provider="dangol", provider_key=kind
        )
    return rows


def tab(customer: Customer) -> str:
    return f"{reverse('base:customer-page', args=[customer.pk])}?tab=campaigns"


def test_each_message_of_a_campaign_is_a_line_with_its_result(
    browse: Callable[..., Client], ada: User, people: list[Customer], reached: list[Message]
) -> None:
    lines = browse(ada).get(tab(people[0])).context["tab"]["panel"]["lines"]
    assert [line["project"].name for line in lines] == ["2차", "1차"]
    assert lines[0]["tone"] == "err"
    assert lines[1]["result"] == "클릭, 열람" or "," in lines[1]["result"]
    assert lines[1]["campaign"].name == "가을 재구매"


def test_who_may_not_see_campaigns_has_no_such_tab(
    browse: Callable[..., Client], bob: User, people: list[Customer], reached: list[Message]
) -> None:
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"campaign.campaign.view": 0}
    roles.assign(bob, [AccessRole.objects.create(name="상담", scopes=scopes).pk])
    answer = browse(bob).get(tab(people[0]))
    assert "campaigns" not in {each["code"] for each in answer.context["tabs"]}
    assert "가을 재구매" not in answer.content.decode()
