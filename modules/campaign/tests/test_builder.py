"""Conditions as rows, drafts kept in passing, checks beside the text (G6, G17, S6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from messaging.models import Send
from messaging.services import sends
from modules.base.models import Customer
from modules.campaign.models import Project
from modules.campaign.queries import controls, costs, makeup, reach
from modules.campaign.services import campaigns
from modules.campaign.tests.conftest import MAIL, TEXT, at, english
from modules.campaign.tests.test_walls import Outsider
from tenants.people.models import AuditEntry, User

pytestmark = pytest.mark.feature("G6")
Ready = Callable[..., Project]
Browse = Callable[..., Client]
BY_SCRIPT = {"headers": {"X-Requested-With": "fetch"}}


def rows_of(page: Any) -> dict[str, Any]:
    return {row.name: row for row in page.context["rows"]}


def test_each_condition_counts_alone_and_all_together(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    address = at("project-audience", new_project().pk)
    page = client.get(address, {"grade": ["1", "2"], "mail_ads": "yes"})
    rows = rows_of(page)
    assert (rows["grade"].count, rows["mail_ads"].count) == (4, 5)
    assert page.context["reach"].matching == 3
    assert "company_name" in {name for name, _label, _icon in page.context["others"]}


def test_rows_are_added_and_removed_without_scripts_and_keep_what_is_chosen(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    address = at("project-audience", new_project().pk)
    added = rows_of(client.get(address, {"grade": "1", "row": "grade", "add": "source"}))
    assert set(added) == {"grade", "source"}
    assert added["grade"].chosen
    assert added["source"].count is None
    left = rows_of(client.get(address, {"grade": "1", "row": ["grade", "source"], "drop": "grade"}))
    assert set(left) == {"source"}


def test_a_comparison_is_turned_round_and_keeps_its_value(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    project = new_project()
    page = client.get(at("project-audience", project.pk), {"grade": "1", "op.grade": "not"})
    row = rows_of(page)["grade"]
    assert row.inputs == [("grade.not", "1")]
    assert row.count == 4
    older = client.get(
        at("project-audience", project.pk), {"row": "created_at", "op.created_at": "older"}
    )
    assert rows_of(older)["created_at"].inputs == [("created_at.older", "90")]
    client.post(at("project-audience", project.pk), {"grade": "1", "op.grade": "not"})
    project.refresh_from_db()
    assert project.send.audience == {"grade.not": ["1"]}


def test_counts_of_all_conditions_take_one_statement(
    people: list[Customer], known_fields: None
) -> None:
    conditions = {"grade": ["1"], "mail_ads": ["yes"], "q": ["가"], "source": ["없음"]}
    with CaptureQueriesContext(connection) as taken:
        counts = controls.alone(conditions)
    assert counts == {"grade": 2, "mail_ads": 5, "q": 1, "source": 0}
    assert len(taken) == 1


def test_shares_add_up_to_all_that_match(people: list[Customer], known_fields: None) -> None:
    with CaptureQueriesContext(connection) as taken:
        shares = makeup.makeup({})
    assert len(taken) == 1
    grades, contact, consent = (parts for _heading, parts in shares)
    assert sum(part.people for part in grades) == len(people)
    assert sum(part.people for part in contact) == len(people)
    assert [part.people for part in consent] == [5, 5, 0]
    assert makeup.makeup({"q": ["없는 사람"]}) == []


@pytest.mark.feature("G19")
def test_channels_are_compared_at_the_prices_of_the_book_and_the_hold_is_the_engine_s(
    people: list[Customer], ready: Ready
) -> None:
    send = ready().send
    lines = {each.form: each for each in costs.compared({}, send, reach.of_send(send))}
    assert {form: line.price for form, line in lines.items()} == {"email": 2, "sms": 25, "lms": 50}
    assert [form for form, line in lines.items() if line.chosen] == ["email"]
    assert lines["email"].total == lines["email"].people * 2 == 6
    assert lines["email"].people == sends.estimate(send).people
    assert lines["lms"].people == lines["sms"].people == 2


def test_others_are_drawn_at_each_turn(people: list[Customer], monkeypatch: Any) -> None:
    monkeypatch.setattr(reach, "SAMPLES", 2)
    first = reach.samples({}, "email", advertising=True)
    second = reach.samples({}, "email", advertising=True, turn=1)
    assert len(first) == len(second) == 2
    assert {each.pk for each in first} != {each.pk for each in second}


def test_the_audience_is_kept_in_passing_and_refused_in_words(
    client: Client, people: list[Customer], new_project: Ready
) -> None:
    project = new_project()
    address = at("project-keep-audience", project.pk)
    kept = client.post(address, {"grade": "1"}, **BY_SCRIPT)
    assert kept.status_code == 200
    assert "저장됨" in kept.content.decode()
    project.refresh_from_db()
    assert project.audience_count == 2
    nobody = client.post(address, {"q": "없는 사람"}, **BY_SCRIPT)
    assert nobody.status_code == 422
    assert "조건에 맞는 고객이 없어요" in nobody.content.decode()
    assert (
        "No customer matches"
        in english(client).post(address, {"q": "nobody"}, **BY_SCRIPT).content.decode()
    )
    project.refresh_from_db()
    assert project.send.audience == {"grade": ["1"]}


@pytest.mark.feature("S6")
def test_a_text_is_kept_in_passing_once_and_without_scripts_by_its_button(
    client: Client, ready: Ready
) -> None:
    project = ready()
    address = at("project-keep-content", project.pk)
    written = AuditEntry.objects.filter(action="campaign.project.write")
    before = written.count()
    for _again in range(2):
        kept = client.post(address, MAIL | {"advertising": "on", "body": "새 글"}, **BY_SCRIPT)
        assert kept.status_code == 200
    assert written.count() == before + 1
    assert Send.objects.get(pk=project.send_id).body == "새 글"
    wrong = client.post(address, MAIL | {"sender_address": "한빛"}, **BY_SCRIPT)
    assert wrong.status_code == 422
    button = client.post(address, MAIL | {"advertising": "on", "body": ""})
    assert button.status_code == 302
    assert Send.objects.get(pk=project.send_id).body == ""


@pytest.mark.feature("S6")
def test_checks_pass_look_and_must_be_put_right(client: Client, ready: Ready) -> None:
    project = ready(body="{{ name }}님, {{ company }} https://a.example", subject="가" * 50)
    page = client.get(at("project-content", project.pk))
    looks = {each.title: each.look for each in page.context["checks"]}
    assert looks["제목"] == "look"
    assert looks["빈 병합 필드 ‘회사 이름’"] == "look"
    assert looks["링크"] == looks["(광고)"] == looks["수신 거부"] == looks["수신 동의"] == "pass"
    assert "aria-disabled" not in page.content.decode().split('id="onward"')[1][:400]
    broken = client.post(
        at("project-preview", project.pk), MAIL | {"advertising": "on", "body": "{{ nick }}"}
    )
    first = broken.context["checks"][0]
    assert (first.look, first.field) == ("fix", "body")
    text = broken.content.decode()
    assert 'aria-disabled="true"' in text.split('id="onward"')[1][:400]
    assert 'data-goes-to="id_body"' in text


@pytest.mark.feature("S8")
def test_a_text_message_tells_its_length_and_its_locked_lines(client: Client, ready: Ready) -> None:
    project = ready("sms")
    page = client.get(at("project-content", project.pk)).content.decode()
    assert page.count("data-locked") == 2
    assert "무료수신거부" in page
    long = client.post(
        at("project-preview", project.pk), TEXT | {"advertising": "on", "body": "가" * 60}
    )
    looks = {each.title: each for each in long.context["checks"]}
    assert looks["길이"].look == "look"
    assert "₩50" in looks["길이"].words


@pytest.mark.feature("S9")
def test_what_was_sent_is_read_again_and_copied_as_new(
    client: Client, ready: Ready, bob: User
) -> None:
    project = ready()
    assert client.get(at("project-message", project.pk)).status_code == 302
    client.post(at("project-start", project.pk), {"confirmed": "3"})
    page = client.get(at("project-message", project.pk))
    assert "가가님께 드려요" in page.content.decode()
    sending = client.get(f"/messaging/sends/{project.send_id}").content.decode()
    assert project.campaign.name in sending
    Send.objects.filter(pk=project.send_id).update(status="cancelled")
    ended = client.get(f"/messaging/sends/{project.send_id}").content.decode()
    assert at("project-copy", project.pk) in ended
    answer = client.post(at("project-copy", project.pk))
    fresh = Project.objects.exclude(pk=project.pk).select_related("send").get()
    assert answer["Location"] == at("project-audience", fresh.pk)
    assert fresh.send.status == "draft"
    assert (fresh.send.body, fresh.send.subject) == (project.send.body, project.send.subject)
    assert fresh.audience_count == project.audience_count


@pytest.mark.feature("V1")
def test_another_company_finds_none_of_the_steps(eve: User, browse: Browse, ready: Ready) -> None:
    project, client = ready(), Outsider(browse, eve)
    for name in ("message", "reach", "audience", "content", "check"):
        assert client.get(at(f"project-{name}", project.pk)).status_code == 404
    for name in ("keep-audience", "keep-content", "copy"):
        assert client.post(at(f"project-{name}", project.pk), {}).status_code == 404
    assert Project.objects.count() == 1


def test_a_copy_in_a_campaign_that_is_over_is_refused(client: Client, ready: Ready) -> None:
    project = ready()
    for state in ("running", "ended"):
        campaigns.move(project.campaign, state)
    answer = client.post(at("project-copy", project.pk), follow=True)
    assert "끝난 캠페인" in answer.content.decode()
    assert Project.objects.count() == 1
