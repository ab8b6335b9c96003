"""The screens of campaigns and projects, as a browser without scripts uses them (G2-G4)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from messaging.models import Send
from modules.base.models import Customer
from modules.campaign.models import Campaign, Project
from modules.campaign.services import campaigns
from modules.campaign.tests.conftest import TEXT, at, english, in_korean
from tenants.people.models import User

pytestmark = pytest.mark.feature("G4")
Browse = Callable[..., Client]
Ready = Callable[..., Project]


@pytest.mark.feature("G2")
def test_a_campaign_is_made_shown_and_listed(client: Client, bob: User) -> None:
    answer = client.post(
        reverse("campaign:campaign-new"),
        {
            "name": "가을 재구매", "kind": "repurchase", "owner": str(bob.pk),
            "starts_on": "2026-11-12", "ends_on": "", "budget": "₩1,000,000",
            "residual_value": "50000원", "target_revenue": "", "description": "첫 줄",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert in_korean(Campaign.State.PLANNED.label) in page
    for word in ("가을 재구매", "1,000,000", "50,000", "12월 12일", "첫 줄"):
        assert word in page, word
    listed = client.get(reverse("campaign:campaign-list"), {"state": "planned", "q": "가을"})
    assert "가을 재구매" in listed.content.decode()
    other = client.get(reverse("campaign:campaign-list"), {"state": "closed"})
    assert "가을 재구매" not in other.content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.feature("G2")
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "field is required"),
        ({"budget": "많이"}, "whole number"),
        ({"budget": "-1"}, "greater than or equal to 0"),
        ({"ends_on": "2026-11-11"}, "The campaign ends before it starts"),
        ({"kind": "nonsense"}, "not one of the available choices"),
    ],
    ids=str,
)
def test_a_wrong_campaign_is_refused_and_nothing_typed_is_lost(
    client: Client, values: dict[str, str], words: str
) -> None:
    plan = {"name": "가을", "kind": "event", "starts_on": "2026-11-12", "description": "긴 설명"}
    answer = english(client).post(reverse("campaign:campaign-new"), plan | values)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "긴 설명" in page


@pytest.mark.feature("G3")
def test_the_state_moves_by_its_buttons(client: Client, campaign: Campaign) -> None:
    address = at("campaign-move", campaign.pk)
    page = client.get(at("campaign-page", campaign.pk)).content.decode()
    assert re.findall(r'name="to" value="(\w+)"', page) == ["planned", "running"]
    assert client.post(address, {"to": "running"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == "running"
    refused = client.post(address, {"to": "closed"}, follow=True)
    assert "지금은 그 상태로 바꿀 수 없어요" in refused.content.decode()
    assert client.post(address, {"to": "ended", "next": "https://evil.example/"})["Location"] == at(
        "campaign-page", campaign.pk
    )


def test_trash_and_undo(ada: User, browse: Browse, campaign: Campaign) -> None:
    client = browse(ada)
    answer = client.post(at("campaign-delete", campaign.pk), follow=True)
    assert at("campaign-restore", campaign.pk) in answer.content.decode()
    assert client.get(at("campaign-page", campaign.pk)).status_code == 404
    client.post(at("campaign-restore", campaign.pk))
    assert client.get(at("campaign-page", campaign.pk)).status_code == 200


def test_a_campaign_with_an_open_send_is_not_trashed(
    ada: User, browse: Browse, campaign: Campaign, ready: Ready, client: Client
) -> None:
    client.post(
        at("project-reserve", ready().pk), {"scheduled_at": "2099-01-01T09:00", "confirmed": "3"}
    )
    answer = browse(ada).post(at("campaign-delete", campaign.pk), follow=True)
    assert "먼저 취소해 주세요" in answer.content.decode()
    assert client.get(at("campaign-page", campaign.pk)).status_code == 200


@pytest.mark.feature("G17")
def test_from_a_new_project_to_its_progress(
    client: Client, campaign: Campaign, people: list[Customer]
) -> None:
    """The whole way, each form as it stands: plan, recipients, content, check, start."""
    new = client.get(at("project-new", campaign.pk), {"medium": "sms"})
    plan = {name: new.context["form"][name].value() for name in new.context["form"].fields}
    assert plan["name"].startswith("가을 재구매")
    answer = client.post(at("project-new", campaign.pk), plan)
    project = Project.objects.get()
    assert answer["Location"] == at("project-audience", project.pk)
    answer = client.post(answer["Location"], {"grade": ["1", "3"]})
    assert answer["Location"] == at("project-content", project.pk)
    answer = client.post(answer["Location"], TEXT | {"advertising": "on"})
    assert answer["Location"] == at("project-check", project.pk)
    page = client.get(answer["Location"])
    assert page.context["reach"].reachable == 2
    assert [each["problem"].code for each in page.context["found"] if each["problem"].stops] == []
    answer = client.post(at("project-start", project.pk), {"confirmed": "2"})
    assert answer["Location"] == reverse("messaging:send-page", args=[project.send_id])
    assert client.get(at("project-page", project.pk))["Location"] == answer["Location"]
    listed = client.get(at("campaign-page", campaign.pk)).content.decode()
    assert Send.objects.get().get_status_display() in listed


def test_a_project_leads_to_the_step_that_is_next(
    client: Client, new_project: Ready, ready: Ready
) -> None:
    project = new_project()
    assert client.get(at("project-page", project.pk))["Location"].endswith("/audience")
    Project.objects.filter(pk=project.pk).update(audience_count=1)
    assert client.get(at("project-page", project.pk))["Location"].endswith("/content")
    assert client.get(at("project-page", ready().pk))["Location"].endswith("/check")


def test_a_project_of_a_campaign_that_is_over_is_refused(
    client: Client, campaign: Campaign
) -> None:
    for state in (Campaign.State.RUNNING, Campaign.State.ENDED):
        campaigns.move(campaign, state)
    plan = {"name": "1차", "medium": "sms", "kind": "news"}
    period = {"starts_on": "2026-11-12", "ends_on": "2026-11-13"}
    answer = client.post(at("project-new", campaign.pk), plan | period)
    assert answer.status_code == 422
    assert "끝난 캠페인" in answer.content.decode()
    assert not Project.objects.exists()


def test_name_and_period_can_be_changed_and_the_project_deleted(
    ada: User, browse: Browse, new_project: Ready
) -> None:
    client, project = browse(ada), new_project()
    values = {"name": "2차", "kind": "news", "starts_on": "2026-11-12", "ends_on": "2026-11-13"}
    wrong = client.post(at("project-edit", project.pk), values | {"ends_on": "2026-11-11"})
    assert wrong.status_code == 422
    assert client.post(at("project-edit", project.pk), values).status_code == 302
    project = Project.objects.select_related("send").get()
    assert (project.name, project.send.name) == ("2차", "2차")
    client.post(at("project-delete", project.pk))
    assert not Project.objects.exists()


@pytest.mark.feature("U10")
def test_the_state_of_a_campaign_is_told_once(client: Client, campaign: Campaign) -> None:
    text = client.get(at("campaign-page", campaign.pk)).content.decode()
    body = text[text.index('id="main"') : text.index('id="projects"')]
    assert len(re.findall(r'class="status"[^>]*>(?:(?!</span></span>).)*승인', body)) == 1


@pytest.mark.feature("U3")
def test_keys_are_named_as_on_every_other_screen(client: Client, ready: Ready) -> None:
    project = ready()
    for step in ("audience", "content"):
        text = client.get(at(f"project-{step}", project.pk)).content.decode()
        assert "⌘" not in text
        assert "Ctrl ↵" in text


@pytest.mark.feature("G2")
def test_a_new_campaign_is_its_maker_s_own_at_first(client: Client, bob: User) -> None:
    page = client.get(reverse("campaign:campaign-new"))
    assert page.context["form"]["owner"].value() == bob.pk
