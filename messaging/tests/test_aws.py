"""SES and SNS through boto3: one call a message, and what is known after each answer (S1)."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from dangol.ids import new_id
from messaging.channels import aws
from messaging.channels.aws import Access, Ses, Sns
from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.pace import Pace
from tests.providers import aws as provider
from tests.providers.aws import Aws

pytestmark = [pytest.mark.feature("S1"), pytest.mark.feature("X2")]
MAIL = "Subject: =?utf-8?b?6rCA7J2E?=\r\nTo: a@people.example\r\n\r\n안녕하세요\r\n".encode()


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    monkeypatch.setattr(aws, "pace", lambda: Pace(connect_timeout=1, read_timeout=0.4))
    with provider.running() as running:
        yield running


def access(url: str) -> Access:
    return Access(region="ap-northeast-2", key_id="test", secret="test", endpoint=url)


def mail(to: str = "a@people.example") -> Parcel:
    return Parcel(new_id(), "email", "news@hanbit.example", to, MAIL, "c7")


def text(words: str = "안녕하세요", to: str = "01012345678") -> Parcel:
    return Parcel(new_id(), "sms", "0212345678", to, words.encode("cp949"), "c7")


def by_ses(double: Aws, *parcels: Parcel) -> list[Outcome]:
    return Ses("seoul", access(double.url)).open().deliver(parcels, lambda: False)


def told(outcomes: list[Outcome]) -> list[tuple[Verdict, str]]:
    return [(each.verdict, each.error_class) for each in outcomes]


def test_a_whole_mail_goes_out_with_tags_that_name_it(double: Aws) -> None:
    parcel = mail()
    way = Ses("seoul", access(double.url), events="dangol-events")
    (outcome,) = way.open().deliver([parcel], lambda: False)
    assert outcome.verdict is Verdict.ACCEPTED
    assert outcome.provider_id.startswith("ses-")
    (sent,) = double.taken
    assert base64.b64decode(sent["Content"]["Raw"]["Data"]) == MAIL
    assert sent["Destination"] == {"ToAddresses": ["a@people.example"]}
    assert sent["FromEmailAddress"] == "news@hanbit.example"
    assert sent["ConfigurationSetName"] == "dangol-events"
    assert {each["Name"]: each["Value"] for each in sent["EmailTags"]} == {
        "message": str(parcel.message_id), "company": "c7",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "meant"),
    [
        ("throttled", (Verdict.RETRY, "temporary")),
        ("rejected", (Verdict.REJECTED, "refused")),
        ("unverified", (Verdict.UNCALLED, "sender")),
        ("domain", (Verdict.UNCALLED, "sender")),
        ("paused", (Verdict.UNCALLED, "down")),
        ("denied", (Verdict.UNCALLED, "down")),
        ("broken", (Verdict.UNKNOWN, "provider")),
    ],
)
def test_each_error_means_what_may_be_done_next(
    double: Aws, fault: str, meant: tuple[Verdict, str]
) -> None:
    double.faults = [fault]
    (outcome,) = by_ses(double, mail())
    assert (outcome.verdict, outcome.error_class) == meant
    assert provider.ERRORS[fault][1] in outcome.reason
    assert double.taken == []


@pytest.mark.feature("S3")
@pytest.mark.parametrize("fault", ["hang", "lose"])
def test_a_lost_answer_is_unknown_and_there_was_one_request(double: Aws, fault: str) -> None:
    double.faults = [fault]
    assert told(by_ses(double, mail())) == [(Verdict.UNKNOWN, "connection")]
    assert double.requests == len(double.taken) == 1


@pytest.mark.feature("S3")
@pytest.mark.parametrize("fault", ["throttled", "broken"])
def test_boto3_repeats_nothing_by_itself(double: Aws, fault: str) -> None:
    double.faults = [fault]
    by_ses(double, mail())
    assert double.requests == 1


def test_an_account_that_is_closed_calls_for_nobody_else(double: Aws) -> None:
    double.faults = ["paused"]
    assert told(by_ses(double, mail(), mail(), mail())) == [(Verdict.UNCALLED, "down")] * 3
    assert double.requests == 1


def test_no_server_and_no_region_are_down() -> None:
    way = Ses("seoul", access("http://127.0.0.1:9"))
    assert told(way.open().deliver([mail()], lambda: False)) == [(Verdict.UNCALLED, "down")]
    with pytest.raises(ChannelDown):
        Ses("seoul", Access(region="", key_id="test", secret="test")).open()


def test_a_pause_stops_between_two_calls(double: Aws) -> None:
    session = Ses("seoul", access(double.url)).open()
    outcomes = session.deliver([mail(), mail(), mail()], lambda: len(double.taken) >= 2)
    assert [each.verdict for each in outcomes] == [
        Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.UNCALLED,
    ]  # fmt: skip


def test_a_text_goes_to_the_number_as_the_world_writes_it(double: Aws) -> None:
    way = Sns("texts", access(double.url), sender_id="HANBIT")
    (outcome,) = way.open().deliver([text()], lambda: False)
    assert outcome.provider_id.startswith("sns-")
    (sent,) = double.taken
    assert sent["PhoneNumber"] == ["+821012345678"]
    assert sent["Message"] == ["안녕하세요"]
    assert "HANBIT" in str(sent)


def test_a_text_longer_than_one_publish_is_refused_before_the_call(double: Aws) -> None:
    (outcome,) = Sns("texts", access(double.url)).open().deliver([text("a" * 1_601)], lambda: False)
    assert (outcome.verdict, outcome.error_class) == (Verdict.REJECTED, "too_long")
    assert double.requests == 0


@pytest.fixture
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_moto_takes_what_we_say_for_ses_and_sns(moto: str) -> None:
    """The shape of our calls, by a server that others wrote."""
    known = {"region_name": "ap-northeast-2", "aws_access_key_id": "test",
             "aws_secret_access_key": "test", "endpoint_url": moto}  # fmt: skip
    boto3.client("sesv2", **known).create_email_identity(EmailIdentity="hanbit.example")
    (sent,) = Ses("seoul", access(moto)).open().deliver([mail()], lambda: False)
    assert sent.verdict is Verdict.ACCEPTED
    (published,) = Sns("texts", access(moto)).open().deliver([text()], lambda: False)
    assert published.verdict is Verdict.ACCEPTED
    assert published.provider_id
