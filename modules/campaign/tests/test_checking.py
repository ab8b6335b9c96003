"""The last step: the check, the test and the start (G16-G19)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dangol import clock
from messaging.models import Message, Send
from messaging.ports import meter
from modules.base.models import Customer
from modules.campaign.models import Campaign, Project
from modules.campaign.services import campaigns
from modules.campaign.tests.conftest import at
from tenants.people.models import User

pytestmark = pytest.mark.feature("G4")
Ready = Callable[..., Project]


@pytest.mark.feature("G16")
def test_the_check_lists_all_problems_with_the_way_to_put_them_right(
    client: Client, campaign: Campaign, new_project: Ready
) -> None:
    campaigns.move(campaign, Campaign.State.PLANNED)
    project = new_project()
    page = client.get(at("project-check", project.pk))
    text = page.content.decode()
    found = [each["problem"].code for each in page.context["found"]]
    assert found == [
        "not_approved", "no_recipients", "empty_body", "empty_subject",
    ]  # fmt: skip
    assert at("project-audience", project.pk) in text
    assert at("project-content", project.pk) + "#id_subject" in text
    assert 'name="to" value="approved"' in text
    move = {"to": "approved", "next": at("project-check", project.pk)}
    assert client.post(at("campaign-move", campaign.pk), move)["Location"] == move["next"]
    assert "not_approved" not in client.get(move["next"]).content.decode()


@pytest.mark.feature("G16")
def test_figures_stand_beside_the_check(client: Client, ready: Ready) -> None:
    page = client.get(at("project-check", ready().pk))
    facts = page.context
    assert (facts["reach"].reachable, facts["estimate"].people, facts["estimate"].cost) == (3, 3, 6)
    assert facts["left_after"] == meter().account().available - 6


@pytest.mark.feature("G16")
@pytest.mark.parametrize("typed", ["", "4", "셋", "3.5"])
def test_a_wrong_count_does_not_start_the_send(client: Client, ready: Ready, typed: str) -> None:
    project = ready()
    answer = client.post(at("project-start", project.pk), {"confirmed": typed})
    assert answer.status_code == 422
    assert answer.context["start"].errors["confirmed"]
    assert Send.objects.get(pk=project.send_id).status == Send.Status.DRAFT


@pytest.mark.feature("G16")
def test_sending_what_the_account_covers_is_offered_when_it_is_short(
    client: Client, ready: Ready
) -> None:
    project = ready("sms")
    meter().hold("eater", meter().account().available - 30, purpose="test")
    page = client.get(at("project-check", project.pk)).content.decode()
    assert page.count('value="covered"') == 2
    refused = client.post(at("project-start", project.pk), {"confirmed": "2"})
    assert refused.status_code == 422
    assert "₩30" in refused.content.decode()
    started = client.post(
        at("project-start", project.pk), {"confirmed": "2명", "funding": "covered"}
    )
    assert started.status_code == 302
    assert Send.objects.get(pk=project.send_id).funding == Send.Funding.COVERED


@pytest.mark.feature("G16")
def test_a_reservation_takes_korean_time_and_refuses_the_past(client: Client, ready: Ready) -> None:
    project = ready()
    address = at("project-reserve", project.pk)
    assert client.post(address, {"scheduled_at": ""}).context["reserve"].errors["scheduled_at"]
    assert client.post(address, {"scheduled_at": "언제"}).status_code == 422
    past = timezone.localtime(clock.now() - timedelta(minutes=5))
    answer = client.post(address, {"scheduled_at": f"{past:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 422
    assert "지났어요" in answer.context["reserve"].errors["scheduled_at"][0]
    client.post(address, {"scheduled_at": "2099-01-01T09:00", "confirmed": "3"})
    send = Send.objects.get(pk=project.send_id)
    assert send.status == Send.Status.RESERVED
    assert send.scheduled_at is not None
    assert send.scheduled_at.isoformat() == "2099-01-01T00:00:00+00:00"


@pytest.mark.feature("G16")
@pytest.mark.parametrize("typed", ["", "4"])
def test_a_reservation_asks_for_the_number_of_recipients_too(
    client: Client, ready: Ready, typed: str
) -> None:
    project = ready()
    address = at("project-reserve", project.pk)
    answer = client.post(address, {"scheduled_at": "2099-01-01T09:00", "confirmed": typed})
    assert answer.status_code == 422
    assert "3명" in answer.context["reserve"].errors["confirmed"][0]
    text = answer.content.decode()
    assert re.search(r'id="reserve-send"[^>]* open', text)
    assert re.search(r'<form id="reserve-form"[^>]*data-typed-count="3"', text)
    assert re.search(r'<input[^>]*name="scheduled_at"[^>]*form="reserve-form"', text)
    assert Send.objects.get(pk=project.send_id).status == Send.Status.DRAFT


@pytest.mark.feature("G16")
def test_recipients_are_one_number_on_every_page(client: Client, ready: Ready) -> None:
    project = ready()
    for step in ("audience", "content", "check"):
        page = client.get(at(f"project-{step}", project.pk))
        assert page.context["steps"][0]["count"] == 3, step
    reserved = {"scheduled_at": "2099-01-01T09:00", "confirmed": "3"}
    page = client.post(at("project-reserve", project.pk), reserved, follow=True)
    shown = page.context["progress"]
    assert (shown.total, shown.left, shown.expected_cost) == (3, 3, 6)
    assert [tab.count for tab in page.context["origin"].tabs if tab.count is not None] == [3]


@pytest.mark.feature("G16")
def test_what_a_switch_changes_about_the_recipients_is_counted_anew(ready: Ready) -> None:
    project = ready()
    assert project.audience_count == 3
    assert ready(advertising=False).audience_count == 4


@pytest.mark.feature("U10")
def test_nothing_is_called_fine_above_what_was_refused(client: Client, ready: Ready) -> None:
    project = ready()
    fine = "바로 보낼 수 있어요"
    assert fine in client.get(at("project-check", project.pk)).content.decode()
    past = {"scheduled_at": "2001-01-01T09:00", "confirmed": "3"}
    text = client.post(at("project-reserve", project.pk), past).content.decode()
    assert "지났어요" in text
    assert fine not in text


@pytest.mark.feature("U10")
@pytest.mark.parametrize("deed", ["reserve", "start", "test"])
def test_the_address_of_a_refused_form_can_be_opened_again(
    client: Client, ready: Ready, deed: str
) -> None:
    project = ready()
    answer = client.get(at(f"project-{deed}", project.pk))
    assert answer.status_code == 302
    assert answer["Location"] == at("project-check", project.pk)


@pytest.mark.feature("G16")
def test_nobody_is_named_before_the_recipients_are_chosen(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    page = client.get(at("project-check", new_project().pk))
    text = page.content.decode()
    assert "받는 사람을 아직 고르지 않았어요" in text
    assert "모든 고객" not in text
    assert not re.search(r"\d명에게", text)
    assert "reach" not in page.context


@pytest.mark.feature("G16")
def test_the_summary_of_a_mail_keeps_its_lines_apart(client: Client, ready: Ready) -> None:
    project = ready(body="첫 줄이에요.\n둘째 줄이에요.")
    text = client.get(at("project-check", project.pk)).content.decode()
    summary = text[text.index('class="check-line"') : text.index('id="reserve-form"')]
    assert re.search(r"첫 줄이에요\.\s+둘째 줄이에요\.\s*<", summary)


@pytest.mark.feature("S5")
def test_a_test_is_offered_to_the_own_address(client: Client, ready: Ready, bob: User) -> None:
    project = ready()
    page = client.get(at("project-check", project.pk))
    assert f'value="{bob.email}"' in page.content.decode()
    answer = client.post(at("project-test", project.pk), {"address": bob.email}, follow=True)
    assert bob.email in answer.content.decode()
    assert Message.objects.get().addr_norm == bob.email
    wrong = client.post(at("project-test", project.pk), {"address": "nobody"})
    assert wrong.status_code == 422
    assert "보낼 수 없는 주소예요" in wrong.content.decode()


def test_a_started_project_shows_its_progress_instead_of_its_steps(
    client: Client, ready: Ready
) -> None:
    project = ready()
    client.post(at("project-start", project.pk), {"confirmed": "3"})
    for name in ("project-audience", "project-content", "project-check"):
        assert client.get(at(name, project.pk))["Location"] == at("project-page", project.pk)
    again = client.post(at("project-start", project.pk), {"confirmed": "3"}, follow=True)
    assert again.status_code == 200
    assert "이미" in again.content.decode()
