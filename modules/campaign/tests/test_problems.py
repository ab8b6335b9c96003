"""All that stands in the way of a send, each thing one sentence in both languages (G16-G19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Message, Send
from messaging.ports import meter
from modules.base.models import Customer
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import problems
from modules.campaign.services import campaigns, projects, sending
from tenants.people.models import User

pytestmark = pytest.mark.feature("G17")
Ready = Callable[..., Project]
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Noon in Korea."""


def said(project: Project, code: str, language: str) -> str:
    """The one sentence with this code."""
    with translation.override(language):
        (found,) = [each for each in problems.now(project) if each.code == code]
        return found.sentence


def codes(project: Project) -> list[str]:
    return [each.code for each in problems.now(project)]


def leave(won: int) -> None:
    """Sets so much of the account aside that this is left."""
    available = meter().account().available
    meter().hold("eater", available - won, purpose="test")


CONTENT: list[tuple[str, dict[str, Any], str, str, str, str]] = [
    ("email", {"body": "{{ nickname }}님"}, "unknown_merge_field", "body", "nickname", "nickname"),
    ("email", {"body": "{{ name }님"}, "broken_merge_field", "body", "{{ Name }}", "{{ 이름 }}"),
    ("email", {"body": " "}, "empty_body", "body", "The text is empty", "비어"),
    ("email", {"subject": ""}, "empty_subject", "subject", "The subject is empty", "제목"),
    ("email", {"subject": "{{ x }}"}, "unknown_merge_field", "subject", "“x”", "x"),
    (
        "email", {"sender_address": ""}, "sender_address_missing", "sender_address",
        "mail address is missing", "주소",
    ),
    ("sms", {"body": "가" * 1_000}, "too_long", "body", "2000", "2000"),
    ("sms", {"body": "안녕 👋 하세요"}, "unencodable", "body", "👋", "👋"),
    ("sms", {"sender_number": ""}, "sender_number_missing", "sender_number", "number", "번호"),
    ("sms", {"opt_out_number": ""}, "opt_out_missing", "opt_out_number", "080", "080"),
    ("sms", {"sender_name": ""}, "sender_name_missing", "sender_name", "name", "보내는"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("medium", "content", "code", "field", "english", "korean"),
    CONTENT,
    ids=[f"{row[0]}-{row[2]}-{row[3]}" for row in CONTENT],
)
def test_wrong_content_is_told_with_its_field_and_stops_the_send(
    ready: Ready, medium: str, content: dict[str, Any], code: str, field: str,
    english: str, korean: str,
) -> None:  # fmt: skip
    project = ready(medium, **content)
    (found,) = problems.content(project.send)
    assert (found.code, found.field, found.stops) == (code, field, True)
    assert english in said(project, code, "en")
    assert korean in said(project, code, "ko")
    assert said(project, code, "ko") != said(project, code, "en")
    with pytest.raises(RuleBroken) as refused:
        sending.start(project, confirmed=3, funding=Send.Funding.FULL)
    assert refused.value.code == code
    assert Send.objects.get(pk=project.send_id).status == Send.Status.DRAFT


def test_several_mistakes_are_told_together(ready: Ready) -> None:
    project = ready("sms", body="{{ x }} 👋" + "가" * 1_000, sender_number="", opt_out_number="")
    assert {each.code for each in problems.content(project.send)} == {
        "unknown_merge_field", "unencodable", "too_long", "sender_number_missing",
        "opt_out_missing",
    }  # fmt: skip


def test_content_without_mistakes_has_no_problem(ready: Ready) -> None:
    assert problems.content(ready("email").send) == []
    assert problems.content(ready("sms").send) == []


def test_recipients_not_yet_chosen_are_told(people: list[Customer], new_project: Ready) -> None:
    project = new_project()
    assert "not chosen yet" in said(project, "no_recipients", "en")
    assert "고르" in said(project, "no_recipients", "ko")


def test_recipients_of_whom_nobody_is_left_are_told(ready: Ready) -> None:
    project = ready()
    Customer.objects.update(mail_ads=False)
    assert "Nobody is left" in said(project, "no_recipients", "en")
    assert "없어요" in said(project, "no_recipients", "ko")
    with pytest.raises(RuleBroken) as refused:
        sending.start(project, confirmed=0, funding=Send.Funding.FULL)
    assert refused.value.code == "no_recipients"


def test_an_empty_account_is_told_and_stops_every_send(ready: Ready) -> None:
    project = ready()
    leave(1)
    assert "₩1 available" in said(project, "account_empty", "en")
    assert "₩1" in said(project, "account_empty", "ko")
    for funding in Send.Funding.values:
        with pytest.raises(RuleBroken) as refused:
            sending.start(project, confirmed=3, funding=funding)
        assert refused.value.code == "account_empty"


def test_an_account_that_is_short_leaves_the_choice_to_send_what_it_covers(ready: Ready) -> None:
    project = ready("sms")
    leave(30)
    english = said(project, "account_short", "en")
    assert "₩30 of ₩50" in english
    assert "₩20" in english
    assert "₩30" in said(project, "account_short", "ko")
    with pytest.raises(RuleBroken) as refused:
        sending.start(project, confirmed=2, funding=Send.Funding.FULL)
    assert refused.value.code == "account_short"
    send = sending.start(project, confirmed=2, funding=Send.Funding.COVERED)
    assert send.status == Send.Status.WAITING
    assert send.holds.get().amount == 25


def test_a_reached_limit_is_told_but_the_send_may_start(ready: Ready) -> None:
    project = ready()
    with clock.at(NOON):
        meter().take_quota("email", 10**9, clock.now())
        assert "limit is reached" in said(project, "limit_reached", "en")
        assert "24" in said(project, "limit_reached", "en")
        assert "한도" in said(project, "limit_reached", "ko")
        assert not next(
            each for each in problems.now(project) if each.code == "limit_reached"
        ).stops


def test_a_limit_that_lets_some_through_says_how_many(ready: Ready) -> None:
    project = ready()
    granted = meter().take_quota("email", 10**9, clock.now())
    meter().return_quota("email", 1, clock.now())
    assert granted > 1
    assert "lets 1 more message" in said(project, "limit_reached", "en")
    assert "1건" in said(project, "limit_reached", "ko")


def test_asking_about_the_limit_uses_nothing_of_it(ready: Ready) -> None:
    project = ready()
    before = meter().take_quota("email", 10**9, clock.now())
    meter().return_quota("email", before, clock.now())
    problems.now(project)
    assert meter().take_quota("email", 10**9, clock.now()) == before


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_reservation_in_the_past_is_refused(ready: Ready, language: str) -> None:
    project = ready()
    with translation.override(language), pytest.raises(RuleBroken) as refused:
        past = clock.now() - timedelta(minutes=1)
        sending.reserve(project, at=past, confirmed=3, funding=Send.Funding.FULL)
    with translation.override(language):
        sentence = str(refused.value)
    assert refused.value.field == "scheduled_at"
    assert {"en": "has passed", "ko": "지났어요"}[language] in sentence
    assert Send.objects.get(pk=project.send_id).status == Send.Status.DRAFT


def test_advertising_text_at_night_is_told(ready: Ready) -> None:
    project = ready("sms")
    with clock.at(datetime(2026, 11, 23, 13, 0, tzinfo=UTC)):
        assert "night" in codes(project)
    with clock.at(NOON):
        assert "night" not in codes(project)


def test_a_campaign_must_be_approved_to_send(ready: Ready, campaign: Campaign) -> None:
    project = ready()
    campaigns.move(campaign, Campaign.State.PLANNED)
    project.refresh_from_db()
    assert codes(project) == ["not_approved"]
    assert "승인" in said(project, "not_approved", "ko")
    with pytest.raises(RuleBroken):
        sending.start(project, confirmed=3, funding=Send.Funding.FULL)


def test_the_number_typed_must_be_the_number_of_recipients(ready: Ready) -> None:
    project = ready()
    for typed in (None, 2, 4):
        with pytest.raises(RuleBroken) as refused:
            sending.start(project, confirmed=typed, funding=Send.Funding.FULL)
        assert refused.value.code == "count_differs"
    assert sending.start(project, confirmed=3, funding=Send.Funding.FULL).status == "waiting"


def test_a_start_sets_the_campaign_running_and_happens_once(
    ready: Ready, campaign: Campaign
) -> None:
    project = ready()
    sending.start(project, confirmed=3, funding=Send.Funding.FULL)
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.RUNNING
    with pytest.raises(RuleBroken) as refused:
        sending.start(project, confirmed=3, funding=Send.Funding.FULL)
    assert refused.value.code == "started_already"
    for change in (
        lambda: projects.choose_audience(project, {"grade": ["1"]}),
        lambda: projects.write(project, {"body": "다른 글"}),
        lambda: projects.delete(project),
    ):
        with pytest.raises(RuleBroken) as refused:
            change()
        assert refused.value.code == "started_already"


def test_a_reservation_keeps_its_time_and_sets_the_campaign_running(
    ready: Ready, campaign: Campaign
) -> None:
    at = clock.now() + timedelta(hours=3)
    send = sending.reserve(ready(), at=at, confirmed=3, funding=Send.Funding.FULL)
    campaign.refresh_from_db()
    assert (send.status, send.scheduled_at) == (Send.Status.RESERVED, at)
    assert campaign.state == Campaign.State.RUNNING


def test_a_test_goes_to_one_address_only(ready: Ready, bob: User) -> None:
    project = ready()
    trial = sending.test(project, "Bob@Hanbit.example", by=bob)
    assert Message.objects.get().addr_norm == "bob@hanbit.example"
    assert (trial.test_of_id, trial.kind) == (project.send_id, Send.Kind.TEST)
    assert Send.objects.get(pk=project.send_id).status == Send.Status.DRAFT


def test_a_project_without_tests_is_deleted_with_its_draft(ready: Ready) -> None:
    projects.delete(ready())
    assert not Project.objects.exists()
    assert not Send.objects.exists()


def test_a_project_whose_test_went_out_is_kept_with_a_sentence(ready: Ready, bob: User) -> None:
    project = ready()
    sending.test(project, "bob@hanbit.example", by=bob)
    with pytest.raises(RuleBroken) as refused:
        projects.delete(project)
    assert refused.value.code == "tested"
    assert Project.objects.filter(pk=project.pk).exists()
