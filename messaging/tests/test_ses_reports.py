"""What Amazon SES reports through SNS: believed if signed, kept, applied once (S3, S7)."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from dangol import clock
from dangol.ids import new_id
from messaging.deliverylog import Entry
from messaging.dispatch.models import ProviderAccount, ProviderReport
from messaging.feedback import receiving
from messaging.models import Message, MessageEvent, Send, Suppression
from messaging.queries.progress import progress
from messaging.services import handing
from messaging.tests.test_recovery import intended, let_leases_run_out
from messaging.tests.work import as_platform, elsewhere, outside, states, sweep
from tenants import context
from tenants.models import Company
from tests.providers import sns
from tests.providers.sns import TOPIC, SnsTopic, ses_event

pytestmark = [pytest.mark.feature("S7"), pytest.mark.feature("S1")]
HOOK = "/hooks/sns/ses"
Draft = Callable[..., Send]


@pytest.fixture
def topic(db: None) -> Iterator[SnsTopic]:
    make = ProviderAccount.objects.create
    as_platform(lambda: make(code="ses", channel="email", kind="ses", config={"topic": TOPIC}))
    with sns.running() as running:
        yield running


def post(envelope: Any, path: str = HOOK) -> HttpResponse:
    """As Amazon does: text/plain, no cookies, to the public site."""
    body = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()

    def send() -> Any:
        client = Client(enforce_csrf_checks=True)
        return client.post(path, body, content_type="text/plain; charset=utf-8",
                           HTTP_HOST="localhost")  # fmt: skip

    found: HttpResponse = outside(send)
    return found


def reports() -> list[ProviderReport]:
    return as_platform(lambda: list(ProviderReport.objects.all()))  # type: ignore[no-any-return]


def apply() -> None:
    as_platform(receiving.apply_all)


@pytest.fixture
def sent(draft: Draft) -> Send:
    """Three mails that were handed over and whose answer was lost."""
    send = draft(people=3)
    intended(send)
    let_leases_run_out()
    sweep()
    assert states(send) == {"unknown": 3}
    return send


def tell(topic: SnsTopic, kind: str, message: Message, company: Company, **about: Any) -> Any:
    envelope = topic.notification(ses_event(kind, message.pk, company.schema_name, **about))
    assert post(envelope).status_code == 200
    return envelope


def test_a_subscription_confirms_itself_and_the_account_is_heard(topic: SnsTopic) -> None:
    envelope = topic.subscription()
    assert post(envelope).status_code == 200
    assert topic.confirmed == [envelope["Token"]]
    heard = as_platform(lambda: ProviderAccount.objects.get(code="ses").heard_at)
    assert heard is not None


def test_a_lost_answer_is_settled_by_what_ses_says_and_charged_once(
    topic: SnsTopic, sent: Send, hanbit: Company
) -> None:
    first, second, third = Message.objects.filter(send=sent)
    again = tell(topic, "Send", first, hanbit)
    tell(topic, "Delivery", first, hanbit)
    assert post(again).status_code == 200, "SNS delivers at least once"
    tell(topic, "Bounce", second, hanbit, bounceType="Permanent")
    assert len(reports()) == 3
    assert states(sent) == {"unknown": 3}, "nothing is applied while the provider waits"
    apply()
    apply()
    assert reports() == []
    assert states(sent) == {"accepted": 2, "unknown": 1}
    first.refresh_from_db()
    assert first.provider_msg_id == f"ses-{first.pk}"
    money = progress(sent).money
    assert (money.captured, money.held) == (2 * first.unit_price, third.unit_price)
    kinds = MessageEvent.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["accepted", "accepted", "bounced", "delivered"]
    assert third.state == "unknown"


def test_who_bounces_or_complains_gets_nothing_any_more_what_passes_does_not_count(
    topic: SnsTopic, sent: Send, hanbit: Company
) -> None:
    gone, angry, full = Message.objects.filter(send=sent)
    tell(topic, "Bounce", gone, hanbit, bounceType="Permanent", bounceSubType="NoEmail")
    tell(topic, "Complaint", angry, hanbit, complaintFeedbackType="abuse")
    tell(topic, "Bounce", full, hanbit, bounceType="Transient", bounceSubType="MailboxFull")
    apply()
    found = {row.addr_norm: (row.reason, row.message) for row in Suppression.objects.all()}
    assert found == {
        gone.addr_norm: ("bounced", gone.pk), angry.addr_norm: ("complained", angry.pk),
    }  # fmt: skip


LATER = [
    ("Send", {}),
    ("Delivery", {}),
    ("Complaint", {}),
    ("Bounce", {"bounceType": "Permanent"}),
    ("Bounce", {"bounceType": "Transient"}),
    ("Reject", {"reason": "Bad content"}),
]


@pytest.mark.parametrize("first", range(len(LATER)))
def test_whatever_is_told_first_the_same_comes_of_it(
    topic: SnsTopic, sent: Send, hanbit: Company, first: int
) -> None:
    """SES tells of no mail that it has not taken: it is accepted, and charged once."""
    message = Message.objects.filter(send=sent)[0]
    for kind, about in (*LATER[first:], *LATER[:first]):
        tell(topic, kind, message, hanbit, **about)
        apply()
        assert states(sent) == {"accepted": 1, "unknown": 2}
    assert progress(sent).money.captured == message.unit_price
    reasons = Suppression.objects.order_by("reason").values_list("reason", flat=True)
    assert list(reasons) == ["bounced", "complained"]


def test_a_report_never_reaches_another_company(
    daon: Company, topic: SnsTopic, sent: Send, hanbit: Company
) -> None:
    message = Message.objects.filter(send=sent)[0]
    tell(topic, "Complaint", message, daon)
    apply()
    assert reports() == []
    assert states(sent) == {"unknown": 3}
    assert not Suppression.objects.exists()
    with elsewhere(daon):
        assert not Suppression.objects.exists()
        assert not MessageEvent.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"Message": "{}"},
        {"MessageId": "another"},
        {"Signature": b64encode(b"x" * 256).decode()},
        {"Signature": "no base64!"},
        {"SignatureVersion": "3"},
        {"TopicArn": f"{TOPIC}-of-another"},
        {"SigningCertURL": "https://sns.ap-northeast-2.amazonaws.com.evil.example/a.pem"},
        {"SigningCertURL": "http://sns.ap-northeast-2.amazonaws.com/a.pem"},
        {"SigningCertURL": "https://evil.example/sns.ap-northeast-2.amazonaws.com/a.pem"},
        {"SigningCertURL": "https://sns.ap-northeast-2.amazonaws.com@evil.example/a.pem"},
    ],
)
def test_what_amazon_did_not_sign_is_refused(
    topic: SnsTopic, sent: Send, hanbit: Company, change: dict[str, str]
) -> None:
    message = Message.objects.filter(send=sent)[0]
    envelope = topic.notification(ses_event("Complaint", message.pk, hanbit.schema_name))
    assert post(envelope | change).status_code == 403
    assert reports() == []


def test_a_forged_subscription_is_not_confirmed(topic: SnsTopic) -> None:
    other = SnsTopic()
    other.url = topic.url
    assert post(other.subscription()).status_code == 403
    assert topic.confirmed == []


def test_the_address_of_a_subscription_must_be_amazons_too(topic: SnsTopic) -> None:
    envelope = topic.signed(
        Type="SubscriptionConfirmation", Token="t", Message="m",
        SubscribeURL="https://evil.example/confirm?Token=t",
    )  # fmt: skip
    assert post(envelope).status_code == 403
    assert topic.confirmed == []


def test_a_certificate_whose_time_is_over_is_not_believed(topic: SnsTopic) -> None:
    with sns.running(days=-1) as old:
        assert post(old.subscription()).status_code == 403


def test_the_older_signature_is_believed_and_the_certificate_fetched_once(
    topic: SnsTopic, sent: Send, hanbit: Company
) -> None:
    for message in Message.objects.filter(send=sent):
        event = json.dumps(ses_event("Delivery", message.pk, hanbit.schema_name))
        envelope = topic.signed("1", Type="Notification", Message=event, Subject="Amazon SES")
        assert post(envelope).status_code == 200
    assert topic.fetched == 1
    assert len(reports()) == 3


def test_while_amazons_certificate_is_not_there_it_is_to_post_again(topic: SnsTopic) -> None:
    topic.is_there = False
    envelope = topic.subscription()
    assert post(envelope).status_code == 503
    topic.is_there = True
    assert post(envelope).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"{}", b'{"Type": "Notification"}', b'{"Type": 3}', b"\xff\xfe"],
)
def test_what_is_no_envelope_is_said_to_be_none(topic: SnsTopic, body: bytes) -> None:
    answer = post(body)
    assert answer.status_code == 400
    assert b"no report" in answer.content


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"mail": []}', '{"eventType": "Send"}'])
def test_a_signed_envelope_about_no_mail_is_said_to_be_none(topic: SnsTopic, text: str) -> None:
    assert post(topic.signed(Type="Notification", Message=text)).status_code == 400


def test_what_is_not_ours_or_need_not_be_known_is_taken_and_forgotten(
    topic: SnsTopic, hanbit: Company
) -> None:
    for event in (
        ses_event("Open", new_id(), hanbit.schema_name),
        ses_event("DeliveryDelay", new_id(), hanbit.schema_name),
        ses_event("Send", "not-an-id", hanbit.schema_name),
        ses_event("Send", new_id(), "c999999"),
        {"eventType": "Send", "mail": {"messageId": "1"}, "send": {}},
    ):
        assert post(topic.notification(event)).status_code == 200
    assert reports() == []


def test_no_account_no_topic_no_address(topic: SnsTopic) -> None:
    assert post(topic.subscription(), "/hooks/sns/another").status_code == 404
    as_platform(lambda: ProviderAccount.objects.filter(code="ses").update(config={}))
    assert post(topic.subscription()).status_code == 404
    assert outside(lambda: Client().get(HOOK, HTTP_HOST="localhost")).status_code == 405


def test_one_that_cannot_be_applied_keeps_no_other_waiting(
    topic: SnsTopic, sent: Send, hanbit: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, *others = Message.objects.filter(send=sent)
    for message in (broken, *others):
        tell(topic, "Send", message, hanbit)
    usual = handing.charge

    def charge(send: Send, accepted: Any, *more: Any) -> Any:
        if any(row.id == broken.pk for row in accepted):
            raise RuntimeError("no ledger today")
        return usual(send, accepted, *more)

    with monkeypatch.context() as patch:
        patch.setattr(handing, "charge", charge)
        apply()
    assert states(sent) == {"accepted": 2, "unknown": 1}
    (left,) = reports()
    assert left.failures == 1
    assert left.next_at > clock.real_now()
    as_platform(lambda: ProviderReport.objects.update(next_at=clock.real_now()))
    apply()
    assert states(sent) == {"accepted": 3}


def test_a_worker_leaves_to_another_what_that_one_has_in_hand(
    committed_db: None, hanbit: Company
) -> None:
    entry = Entry(kind=MessageEvent.Kind.ACCEPTED, message_id=new_id(), event_id="one")
    account = ProviderAccount(code="ses", heard_at=clock.real_now())
    assert receiving.receive(account, hanbit.schema_name, "one", [entry])
    has_it, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with context.inside(hanbit), transaction.atomic():
            list(ProviderReport.objects.select_for_update())
            has_it.set()
            may_end.wait(20)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert has_it.wait(20)
        with context.inside(hanbit):
            assert receiving.apply_some() == 0, "it neither waits nor goes round"
    finally:
        may_end.set()
        thread.join(20)
    with context.inside(hanbit):
        assert receiving.apply_some() == 1
        assert receiving.apply_some() == 0
