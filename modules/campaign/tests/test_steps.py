"""The steps to a send, recipients and content, as a browser without scripts uses them (G6, G17)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from modules.campaign.models import Project
from modules.campaign.tests.conftest import MAIL, TEXT, at, english

pytestmark = pytest.mark.feature("G4")
Ready = Callable[..., Project]


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
    assert page.context["form"]["body"].value() == "저희가 {{ 등급 }}"
    assert page.context["form"]["subject"].value() == "새 제목"


@pytest.mark.feature("S6")
def test_merge_fields_are_written_and_read_in_the_writers_language(
    client: Client, ready: Ready
) -> None:
    project = ready()
    address = at("project-content", project.pk)
    written = MAIL | {"subject": "{이름}님께", "body": "{{ 이름 }}님 {Grade} {회사 이름}"}
    assert "가가님께" in client.post(at("project-preview", project.pk), written).content.decode()
    assert client.post(address, written).status_code == 302
    project.refresh_from_db()
    assert project.send.subject == "{{ name }}님께"
    assert project.send.body == "{{ name }}님 {{ grade }} {{ company }}"
    page = client.get(address)
    assert page.context["form"]["body"].value() == "{{ 이름 }}님 {{ 등급 }} {{ 회사 이름 }}"
    assert 'data-code="{{ 이름 }}"' in page.content.decode()
    read = english(client).get(address).context["form"]
    assert read["body"].value() == "{{ Name }}님 {{ Grade }} {{ Company name }}"


@pytest.mark.feature("S6")
@pytest.mark.parametrize("place", ["subject", "body"])
def test_an_unknown_word_in_single_braces_must_be_put_right(
    client: Client, ready: Ready, place: str
) -> None:
    project = ready()
    written = MAIL | {place: "안녕하세요 {없는칸}님"}
    answer = client.post(at("project-content", project.pk), written)
    assert answer.status_code == 422
    assert "없는칸" in answer.context["form"].errors[place][0]
    fixes = [each for each in answer.context["checks"] if each.look == "fix"]
    assert [each.field for each in fixes] == [place]
    assert client.get(at("project-check", project.pk)).context["is_stopped"]


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
