"""People are told what became of their answers, and every two years what they agreed to (S8)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from messaging import links
from messaging.channels.registry import sink_folder
from messaging.content.forms import form_of
from messaging.models import Message, Send
from messaging.ports import audience
from messaging.tests.work import run_pumps
from modules.base import consent_notices as texts
from modules.base.models import ConsentLine, Customer, Telling
from modules.base.models.consent import Said, Way
from modules.base.queries.telling import link_of, standing
from modules.base.services import customers, telling
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("S8")
Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def on(inside_hanbit: Company) -> Iterator[Telling]:
    """The company tells results and two years, from its own address and number."""
    shutil.rmtree(sink_folder(), ignore_errors=True)
    values = {name: texts.USUAL[name] for name in texts.NAMES}
    yield telling.choose(
        {
            **values, "tells_results": True, "reminds": True, "day": 0, "language": "ko",
            "sender_name": "한빛물산", "sender_address": "news@hanbit.example",
            "sender_number": "0212345678",
        }
    )  # fmt: skip
    shutil.rmtree(sink_folder(), ignore_errors=True)


def person(name: str, **values: Any) -> Customer:
    made: Customer = customers.create({"name": name, **values})
    return made


def answered(customer: Customer, channel: str, *, given: bool = True, ago: int = 0) -> None:
    on = clock.today() - timedelta(days=ago)
    customers.set_consent(customer.pk, channel, given=given, on=on, source="전시회")


def round_() -> list[Send]:
    """One round, delivered, with what came of it read back."""
    made = telling.send_now(1)
    run_pumps()
    telling.read_back()
    Telling.objects.update(ran_on=None)
    return made


def mails() -> list[dict[str, Any]]:
    path = sink_folder() / "email.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def words_of(send: Send, customer: Customer) -> str:
    """The text of a send under way as the customer gets it."""
    form = form_of(send)
    found = audience().resolve([customer.pk], send.channel, form.fields)
    return str(form.preview(found[customer.pk].values)[1])  # type: ignore[union-attr]


def test_who_answered_is_told_what_on_which_day_and_by_whom() -> None:
    haneul = person("김하늘", email="haneul@people.example", mobile="010-2000-0001")
    answered(haneul, "mail_ads", ago=3)
    [send] = telling.send_now(1)
    assert (send.kind, send.channel, send.advertising) == ("notice", "email", False)
    line = ConsentLine.objects.get()
    assert (line.told_by_id, line.told_at) == (send.pk, None)
    day = clock.today() - timedelta(days=3)
    text, link = words_of(send, haneul), link_of(haneul.pk)
    for words in ("김하늘 님", "메일 광고", "동의", f"{day:%Y-%m-%d}", "한빛물산", link):
        assert words in text, words
    run_pumps()
    telling.read_back()
    line.refresh_from_db()
    assert line.told_at is not None
    [mail] = mails()
    assert mail["to"] == "haneul@people.example"
    assert standing()["told"] == 1


def test_an_answer_about_texts_is_told_by_text_and_by_mail_where_there_is_no_mobile() -> None:
    both = person("김하늘", email="haneul@people.example", mobile="010-2000-0001")
    mail_only = person("이바다", email="bada@people.example")
    answered(both, "sms_ads")
    answered(mail_only, "sms_ads", given=False)
    sent = {send.channel: send for send in round_()}
    told = {c: set(Message.objects.filter(send=s).values_list("contact_id", flat=True))
            for c, s in sent.items()}  # fmt: skip
    assert told == {"sms": {both.pk}, "email": {mail_only.pk}}


def test_nobody_is_told_twice() -> None:
    answered(person("김하늘", email="haneul@people.example"), "mail_ads")
    assert len(round_()) == 1
    assert round_() == []
    assert len(mails()) == 1


def test_two_changes_of_mind_are_told_once_as_they_stand() -> None:
    haneul = person("김하늘", email="haneul@people.example")
    answered(haneul, "mail_ads")
    answered(haneul, "mail_ads", given=False)
    [send] = telling.send_now(1)
    text = words_of(send, haneul)
    assert "철회" in text
    assert text.count("메일 광고") == 1
    run_pumps()
    telling.read_back()
    assert len(mails()) == 1
    assert ConsentLine.objects.filter(told_at=None).count() == 0


def test_whoever_cannot_be_reached_stays_due_and_is_given_up_after_three_rounds() -> None:
    haneul = person("김하늘", email="haneul@people.example")
    answered(haneul, "mail_ads")
    for _round in range(4):
        made = telling.send_now(1)
        Message.objects.filter(send__in=made).update(state="rejected")
        Send.objects.filter(pk__in=[each.pk for each in made]).update(status="done")
        Customer.objects.filter(pk=haneul.pk).update(email_key="haneul@people.example")
        if made:
            Message.objects.get_or_create(
                send=made[0], contact_id=haneul.pk, addr_norm="haneul@people.example",
                addr_hash="00000000-0000-0000-0000-000000000001", defaults={"state": "rejected"},
            )  # fmt: skip
        telling.read_back()
        Telling.objects.update(ran_on=None)
    line = ConsentLine.objects.get()
    assert (line.tries, line.told_at, line.told_by_id) == (telling.TRIES, None, None)
    assert standing()["unreached"] == 1


def test_without_a_sender_nothing_is_sent_and_the_page_says_so(
    on: Telling, browse: Browse, ada: User
) -> None:
    Telling.objects.update(sender_address="", sender_number="")
    answered(person("김하늘", email="haneul@people.example"), "mail_ads")
    assert round_() == []
    assert ConsentLine.objects.get().told_by_id is None


def test_a_round_comes_once_a_day_on_its_day_and_not_before_ten(monkeypatch: Any) -> None:
    answered(person("김하늘", email="haneul@people.example"), "mail_ads")
    today = clock.today()
    Telling.objects.update(day=(today.isoweekday() % 5) + 1 if today.isoweekday() < 6 else 1)
    monkeypatch.setattr(telling, "HOUR", 0)
    telling.round_of_today()
    assert not Send.objects.exists(), "another day of the week"
    Telling.objects.update(day=0)
    monkeypatch.setattr(telling, "HOUR", 24)
    telling.round_of_today()
    assert not Send.objects.exists(), "too early in the day"
    monkeypatch.setattr(telling, "HOUR", 0)
    telling.round_of_today()
    telling.round_of_today()
    assert Send.objects.count() == 1


def test_switched_off_nobody_is_told() -> None:
    Telling.objects.update(tells_results=False, reminds=False)
    answered(person("김하늘", email="haneul@people.example"), "mail_ads")
    telling.round_of_today()
    assert not Send.objects.exists()


def test_a_consent_of_two_years_is_told_again_once_and_goes_on() -> None:
    haneul = person("김하늘", email="haneul@people.example")
    answered(haneul, "mail_ads", ago=731)
    ConsentLine.objects.update(due_on=None)
    answered(person("이바다", email="bada@people.example"), "mail_ads", ago=700)
    ConsentLine.objects.update(due_on=None)
    [send] = telling.send_now(1)
    text = words_of(send, haneul)
    assert "메일 광고: 동의" in text
    assert link_of(haneul.pk) in text
    run_pumps()
    telling.read_back()
    Telling.objects.update(ran_on=None)
    line = ConsentLine.objects.get(said=Said.REMINDED)
    assert (line.customer_id, line.told_by_id, line.way) == (haneul.pk, send.pk, Way.SYSTEM)
    assert line.told_at is not None
    assert round_() == []
    haneul.refresh_from_db()
    assert haneul.mail_ads is True, "silence keeps it"


def test_who_withdraws_before_the_notice_goes_is_not_told_of_a_consent() -> None:
    haneul = person("김하늘", email="haneul@people.example")
    answered(haneul, "mail_ads", ago=800)
    ConsentLine.objects.update(due_on=None)
    telling._remind()
    answered(haneul, "mail_ads", given=False)
    ConsentLine.objects.exclude(said=Said.REMINDED).update(due_on=None)
    assert round_() == []


def test_the_link_shows_what_one_agreed_to_and_withdraws_it(
    browse: Browse, hanbit: Company
) -> None:
    haneul = person("김하늘", email="haneul@people.example")
    for name in ("mail_ads", "sms_ads"):
        answered(haneul, name)
    path = link_of(haneul.pk).partition("/base/")[2]
    client = browse(company=hanbit)
    page = client.get(f"/base/{path}")
    assert page.status_code == 200
    assert "메일" in page.content.decode()
    haneul.refresh_from_db()
    assert haneul.mail_ads, "looking changes nothing"
    answer = client.post(f"/base/{path}", {"mail_ads": "on"})
    assert answer.status_code == 200
    haneul.refresh_from_db()
    assert (haneul.mail_ads, haneul.sms_ads) == (False, True)
    last = ConsentLine.objects.filter(channel="mail_ads").latest("created_at")
    assert (last.said, last.way) == (Said.WITHDRAWN, Way.OWN)


def test_a_link_that_is_none_opens_nothing(browse: Browse, hanbit: Company) -> None:
    haneul = person("김하늘")
    path = link_of(haneul.pk).partition("/base/")[2]
    assert browse(company=hanbit).get(f"/base/{path[:-4]}AAAA").status_code == 404
    foreign = links.Signer(hanbit.pk + 1).token(links.ANSWERS, haneul.pk).decode()
    assert browse(company=hanbit).get(f"/base/answers/{foreign}").status_code == 404


def test_the_page_and_its_settings(browse: Browse, ada: User, bob: User) -> None:
    answered(person("김하늘", email="a@people.example"), "mail_ads")
    answered(person("이바다", email="b@people.example"), "mail_ads", ago=30)
    client = browse(ada)
    page = client.get(reverse("base:consent-notices"))
    assert (page.context["standing"]["due"], page.context["standing"]["overdue"]) == (1, 1)
    path = reverse("base:consent-notice-settings")
    form: Any = client.get(path).context["form"]
    held = {name: form[name].value() for name in form.fields}
    sent = {k: ("on" if v is True else v) for k, v in held.items() if v not in (False, None)}
    refused = client.post(path, sent | {"result_body_ko": "처리했어요."})
    assert refused.status_code == 422
    refused = client.post(path, sent | {"sender_address": "", "sender_number": ""})
    assert refused.status_code == 422
    own = "{{ 이름 }} 님, {{ 광고 수신 의사 }} 처리했어요."
    assert client.post(path, sent | {"result_body_ko": own, "day": "2"}).status_code == 302
    kept = Telling.objects.get()
    assert kept.day == 2
    assert kept.texts == {"result_body_ko": "{{ name }} 님, {{ consent_results }} 처리했어요."}
    assert browse(bob).get(path).status_code == 403


def test_a_text_of_both_languages_holds_both() -> None:
    both = texts.text_of({}, texts.RESULT, texts.BODY, "both")
    assert "광고성 정보" in both
    assert "advertising" in both
