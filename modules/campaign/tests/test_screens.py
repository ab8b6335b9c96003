"""The screens of campaigns and projects, as a browser without scripts uses them (G2-G17)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from dangol import clock
from messaging.models import Message, Send
from messaging.ports import meter
from modules.base.models import Customer
from modules.campaign.models import Campaign, Project
from modules.campaign.services import campaigns
from modules.campaign.tests.conftest import MAIL, TEXT
from tenants import context
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("G4")
Browse = Callable[..., Client]
Ready = Callable[..., Project]


def at(name: str, pk: Any) -> str:
    return reverse(f"campaign:{name}", args=[pk])


def in_korean(words: object) -> str:
    with override("ko"):
        return str(words)


def english(client: Client) -> Client:
    client.cookies["dangol_language"] = "en"
    return client


@pytest.fixture
def client(bob: User, browse: Browse) -> Client:
    """Bob's browser: a member with a campaign licence."""
    return browse(bob)


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
    for word in ("가을 재구매", "1,000,000", "50,000", "2026-12-12", "첫 줄"):
        assert word in page, word
    listed = client.get(reverse("campaign:campaign-list"), {"state": "planned", "q": "가을"})
    assert "가을 재구매" in listed.content.decode()
    other = client.get(reverse("campaign:campaign-list"), {"state": "closed"})
    assert "가을 재구매" not in other.content.decode()


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
    client.post(at("project-reserve", ready().pk), {"scheduled_at": "2099-01-01T09:00"})
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


@pytest.mark.feature("G6")
def test_the_address_of_the_customers_list_works_as_an_audience(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    address = at("project-audience", new_project().pk)
    page = client.get(f"{address}?grade=1&sort=name&after=x")
    assert page.context["reach"].matching == 2
    assert re.search(r'name="grade" value="1" checked', page.content.decode())
    assert "가가" in page.content.decode()


@pytest.mark.feature("G6")
def test_counts_follow_the_form_before_it_is_saved(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    project = new_project("sms")
    answer = client.get(at("project-reach", project.pk), {"grade": "2", "q": ""})
    assert "<html" not in answer.content.decode()
    assert (answer.context["reach"].matching, answer.context["reach"].without_address) == (2, 1)
    assert "₩25" in answer.content.decode()
    wrong = client.get(at("project-reach", project.pk), {"grade": "9"})
    assert "note err" in wrong.content.decode()
    project.refresh_from_db()
    assert project.audience_count is None


@pytest.mark.feature("G6")
def test_an_audience_of_nobody_is_refused_in_both_languages(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    address = at("project-audience", new_project().pk)
    korean = client.post(address, {"q": "없는 사람"})
    assert korean.status_code == 422
    assert "조건에 맞는 고객이 없어요" in korean.content.decode()
    assert "없는 사람" in korean.content.decode()
    assert "No customer matches" in english(client).post(address, {"q": "nobody"}).content.decode()


@pytest.mark.feature("G17")
def test_the_preview_counts_bytes_and_says_when_it_becomes_an_lms(
    client: Client, ready: Ready
) -> None:
    project = ready("sms")
    address = at("project-preview", project.pk)
    short = client.post(address, TEXT | {"advertising": "", "body": "가" * 45})
    assert (short.context["preview"].bytes, short.context["preview"].form) == (90, "sms")
    assert "₩25" in short.content.decode()
    long = client.post(address, TEXT | {"advertising": "", "body": "가" * 45 + "."})
    assert (long.context["preview"].bytes, long.context["preview"].form) == (91, "lms")
    assert "₩50" in long.content.decode()
    over = client.post(address, TEXT | {"advertising": "", "body": "가" * 1_001})
    assert "2000" in over.content.decode()
    project.refresh_from_db()
    assert project.send.body == TEXT["body"]


@pytest.mark.feature("S8")
def test_the_preview_shows_label_and_opt_out_of_advertising(client: Client, ready: Ready) -> None:
    text = client.get(at("project-content", ready("sms").pk)).context["preview"].text
    assert text == "(광고)한빛물산 가가님, 쿠폰을 보내요.\n무료수신거부 080-123-4567"
    mail = client.get(at("project-content", ready("email").pk)).context["preview"]
    assert mail.subject == "(광고) 가가님께 드려요"
    assert "수신 거부" in mail.html
    assert "한빛물산" in mail.html
    assert "<img" not in mail.html
    assert "href" not in mail.html


@pytest.mark.feature("S6")
def test_the_preview_can_be_read_as_another_recipient(
    client: Client, ready: Ready, people: list[Customer]
) -> None:
    project = ready()
    answer = client.get(at("project-content", project.pk), {"as": str(people[2].pk)})
    assert "다다" in answer.context["preview"].html
    stranger = client.get(at("project-content", project.pk), {"as": "nobody"})
    assert "가가" in stranger.context["preview"].html


@pytest.mark.feature("V2")
def test_markup_of_users_is_text_in_the_preview(client: Client, ready: Ready) -> None:
    Customer.objects.filter(name="가가").update(name="<script>alert(1)</script>")
    page = client.get(at("project-content", ready(body="{{ name }} <b>x</b>").pk))
    assert "<script>alert" not in page.content.decode()
    assert "<b>x" not in page.content.decode()


@pytest.mark.feature("S6")
def test_a_merge_field_is_inserted_without_scripts_and_nothing_is_lost(
    client: Client, ready: Ready
) -> None:
    project = ready()
    content = MAIL | {"body": "저희가 ", "subject": "새 제목", "insert": "grade"}
    page = client.post(at("project-content", project.pk), content)
    assert page.status_code == 200
    assert page.context["form"]["body"].value() == "저희가 {{ grade }}"
    assert page.context["form"]["subject"].value() == "새 제목"


@pytest.mark.feature("S6")
def test_wrong_content_is_kept_and_told_at_its_field(client: Client, ready: Ready) -> None:
    project = ready()
    answer = client.post(at("project-content", project.pk), MAIL | {"body": "{{ nick }}님"})
    assert answer.status_code == 422
    assert "nick" in answer.context["form"].errors["body"][0]
    project.refresh_from_db()
    assert project.send.body == "{{ nick }}님"


@pytest.mark.parametrize(
    ("medium", "values", "field"),
    [
        ("email", {"sender_address": "한빛"}, "sender_address"),
        ("email", {"sender_address": "뉴스@한빛.한국"}, "sender_address"),
        ("email", {"body": "주민번호 900101-1234568"}, "body"),
        ("sms", {"sender_number": "1234"}, "sender_number"),
        ("sms", {"opt_out_number": "팔공"}, "opt_out_number"),
    ],
)
def test_what_cannot_be_stored_is_told_at_its_field(
    client: Client, ready: Ready, medium: str, values: dict[str, str], field: str
) -> None:
    content = MAIL if medium == "email" else TEXT
    project = ready(medium)
    answer = client.post(at("project-content", project.pk), content | values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    preview = client.post(at("project-preview", project.pk), content | values)
    assert preview.status_code == 200


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
        "not_approved", "no_recipients", "empty_body", "empty_subject", "sender_address_missing",
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
    assert (facts["reach"].reachable, facts["likely_cost"], facts["estimate"].cost) == (3, 6, 10)
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
    meter().hold("eater", meter().account().available - 60, purpose="test")
    page = client.get(at("project-check", project.pk)).content.decode()
    assert page.count('value="covered"') == 2
    refused = client.post(at("project-start", project.pk), {"confirmed": "2"})
    assert refused.status_code == 422
    assert "₩60" in refused.content.decode()
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
    client.post(address, {"scheduled_at": "2099-01-01T09:00"})
    send = Send.objects.get(pk=project.send_id)
    assert send.status == Send.Status.RESERVED
    assert send.scheduled_at is not None
    assert send.scheduled_at.isoformat() == "2099-01-01T00:00:00+00:00"


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
    assert wrong.context["test"].errors["address"]


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


def test_without_the_campaign_plan_nothing_of_it_exists(
    carol: User, browse: Browse, campaign: Campaign, ready: Ready
) -> None:
    client, project = browse(carol), ready()
    for name, pk in (
        ("campaign-page", campaign.pk),
        ("project-new", campaign.pk),
        ("project-page", project.pk),
        ("project-audience", project.pk),
        ("project-check", project.pk),
    ):
        assert client.get(at(name, pk)).status_code == 404, name
    assert client.get(reverse("campaign:campaign-list")).status_code == 404
    assert (
        reverse("campaign:campaign-list")
        not in client.get(reverse("base:customer-list")).content.decode()
    )


class Outsider:
    """A browser of another company, used from outside the test's own company."""

    def __init__(self, browse: Browse, user: User) -> None:
        self.client = Context().run(browse, user)

    def get(self, address: str) -> Any:
        return Context().run(self.client.get, address)

    def post(self, address: str, data: dict[str, str]) -> Any:
        return Context().run(self.client.post, address, data)


@pytest.mark.feature("V1")
def test_another_company_finds_neither_campaign_nor_project(
    hanbit: Company, eve: User, browse: Browse, campaign: Campaign, ready: Ready
) -> None:
    project = ready()
    stranger = Outsider(browse, eve)
    with_form = {"confirmed": "3", "to": "running", "address": "eve@daon.example"}
    for name in ("campaign-page", "campaign-edit", "project-new"):
        assert stranger.get(at(name, campaign.pk)).status_code == 404, name
    for name in ("campaign-move", "campaign-delete"):
        assert stranger.post(at(name, campaign.pk), with_form).status_code == 404, name
    for name in ("page", "edit", "audience", "reach", "content", "check"):
        assert stranger.get(at(f"project-{name}", project.pk)).status_code == 404, name
    for name in ("delete", "preview", "test", "start", "reserve"):
        answer = stranger.post(at(f"project-{name}", project.pk), with_form)
        assert answer.status_code == 404, name
    assert context.company() == hanbit
    assert Send.objects.get(pk=project.send_id).status == Send.Status.DRAFT
