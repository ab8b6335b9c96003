"""Text messages through a gateway: what is known of each after every fault (S1, decision 15)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dangol.ids import new_id
from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.channels.gateway import Gateway, GatewaySession
from tests.providers import textgateway
from tests.providers.textgateway import KEY, TextGateway

pytestmark = pytest.mark.feature("S1")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[TextGateway]:
    with textgateway.running(tmp_path / "gateway.jsonl") as running:
        yield running


def text(to: str = "01012345678", *, sender: str = "0212345678", channel: str = "sms") -> Parcel:
    return Parcel(new_id(), channel, sender, to, "안녕하세요, 한빛물산입니다.".encode("cp949"))


def session(gateway: TextGateway, key: str = KEY) -> GatewaySession:
    return Gateway("gw", gateway.url, key).open()


def told(outcomes: list[Outcome]) -> list[tuple[Verdict, str]]:
    return [(each.verdict, each.error_class) for each in outcomes]


def deliver(gateway: TextGateway, *parcels: Parcel, key: str = KEY) -> list[Outcome]:
    return session(gateway, key).deliver(parcels, lambda: False)


def test_texts_arrive_as_they_were_written_each_with_its_key(gateway: TextGateway) -> None:
    short, long = text(), text("01022223333", channel="lms")
    first, second = deliver(gateway, short, long)
    assert (first.verdict, second.verdict) == (Verdict.ACCEPTED, Verdict.ACCEPTED)
    assert first.provider_id.startswith("gw-")
    sent = gateway.taken()
    assert [each["key"] for each in sent] == [str(short.message_id), str(long.message_id)]
    assert sent[0] | {"id": ""} == {
        "key": str(short.message_id), "type": "sms", "from": "0212345678", "to": "01012345678",
        "text": "안녕하세요, 한빛물산입니다.", "id": "",
    }  # fmt: skip
    assert sent[1]["type"] == "lms"


def test_each_answer_means_what_may_be_done_next(gateway: TextGateway) -> None:
    outcomes = deliver(gateway, text(), text("01000000000"), text("01055557777"))
    assert told(outcomes) == [
        (Verdict.ACCEPTED, ""), (Verdict.REJECTED, "refused"), (Verdict.RETRY, "temporary"),
    ]  # fmt: skip
    assert outcomes[1].reason == "invalid_number 없는 번호"
    assert told(deliver(gateway, text(sender="0299999999"))) == [(Verdict.UNCALLED, "sender")]


@pytest.mark.feature("S3")
@pytest.mark.parametrize("fault", ["lose", "fail", "garbled"])
def test_a_lost_answer_is_asked_for_again_and_nothing_is_sent_twice(
    gateway: TextGateway, fault: str
) -> None:
    gateway.faults = [fault]
    parcels = [text(), text("01022223333")]
    outcomes = deliver(gateway, *parcels)
    assert [each.verdict for each in outcomes] == [Verdict.ACCEPTED] * 2
    assert [each["key"] for each in gateway.taken()] == [str(each.message_id) for each in parcels]
    assert gateway.calls == 2


@pytest.mark.feature("S3")
@pytest.mark.parametrize("second", ["busy", "closed"])
def test_a_refused_second_call_says_nothing_of_the_first(gateway: TextGateway, second: str) -> None:
    """The texts have left: another account must not send them again."""
    gateway.faults = ["lose", second]
    parcels = [text(), text("01022223333")]
    assert set(told(deliver(gateway, *parcels))) == {(Verdict.UNKNOWN, "connection")}
    assert len(gateway.taken()) == 2


@pytest.mark.feature("S3")
def test_what_cannot_be_learnt_stays_unknown_and_the_line_is_closed(gateway: TextGateway) -> None:
    gateway.faults = ["lose", "lose"]
    line = session(gateway)
    assert told(line.deliver([text()], lambda: False)) == [(Verdict.UNKNOWN, "connection")]
    assert not line.usable
    assert len(gateway.taken()) == 1


def test_a_busy_gateway_took_nothing(gateway: TextGateway) -> None:
    gateway.faults = ["busy"]
    assert told(deliver(gateway, text())) == [(Verdict.RETRY, "temporary")]
    assert gateway.taken() == []


def test_a_closed_account_is_down_and_not_the_messages_fault(gateway: TextGateway) -> None:
    gateway.faults = ["closed"]
    assert told(deliver(gateway, text())) == [(Verdict.UNCALLED, "down")]
    assert told(deliver(gateway, text(), key="wrong")) == [(Verdict.UNCALLED, "down")]
    assert gateway.taken() == []


def test_a_wrong_address_costs_no_recipient(gateway: TextGateway) -> None:
    line = Gateway("gw", f"{gateway.url}/else", KEY).open()
    assert told(line.deliver([text()], lambda: False)) == [(Verdict.UNCALLED, "down")]
    with pytest.raises(ChannelDown, match="404"):
        Gateway("gw", f"{gateway.url}/else", KEY).probe()
    Gateway("gw", gateway.url, KEY).probe()


def test_no_server_is_down_and_nothing_was_called() -> None:
    line = Gateway("gw", "http://127.0.0.1:9", KEY).open()
    assert told(line.deliver([text()], lambda: False)) == [(Verdict.UNCALLED, "down")]
    with pytest.raises(ChannelDown, match="https://"):
        Gateway("gw", "ftp://gateway.example", KEY).open()


def test_all_that_a_dead_line_was_to_carry_says_so(gateway: TextGateway) -> None:
    """A part of it that said nothing would hide from the pump that the account is down."""
    gateway.faults = ["closed"]
    outcomes = deliver(gateway, *(text() for _each in range(150)))
    assert set(told(outcomes)) == {(Verdict.UNCALLED, "down")}
    assert gateway.calls == 1


def test_many_go_in_calls_of_a_hundred_and_stop_between_them(gateway: TextGateway) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(len(gateway.taken()))
        return len(asked) > 2

    outcomes = session(gateway).deliver([text() for _each in range(250)], stop)
    assert asked == [0, 100, 200]
    assert [each.verdict for each in outcomes].count(Verdict.ACCEPTED) == 200
    assert told(outcomes[200:]) == [(Verdict.UNCALLED, "")] * 50
