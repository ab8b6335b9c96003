"""Addresses that somebody gave us lead outside, or nowhere (V2, W2)."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from typing import Any

import pytest

from dangol.errors import RuleBroken
from tenants import outside
from tenants.webhooks.services import endpoints
from tests.webhooks import receiver as receiving

pytestmark = [pytest.mark.feature("W2"), pytest.mark.feature("V2")]
PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "127.8.8.8", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254",
     "0.0.0.0", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
     "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
     "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:4136:e378::", "2001:db8::1", "no number"],
)  # fmt: skip
def test_a_number_of_the_inside_is_not_public(number: str) -> None:
    assert not outside.is_public(number)


@pytest.mark.parametrize("number", [PUBLIC, "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_a_number_of_the_open_net_is(number: str) -> None:
    assert outside.is_public(number)


@pytest.mark.parametrize(
    "address",
    ["http://shop.example/x", "ftp://shop.example/x", "https://shop.example:22/x",
     "https://shop.example:80/x", "https://user@shop.example/x", "https://user:pw@shop.example/x",
     "https:///x", "https://shop.example/x#y", "https://shop.example:x/", "//shop.example/x", "",
     "https://shop.example/x y", "https://shop.example/\r\nHost: inside", "file:///etc/passwd",
     "https://한국.example/"],
)  # fmt: skip
def test_an_address_of_another_form_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        endpoints.checked(address)
    assert broken.value.field == "url"


@pytest.mark.parametrize(
    "host",
    ["[::1]", "169.254.169.254", "localhost", "10.0.0.8", "127.1", "2130706433", "[fd00:ec2::254]"],
)  # fmt: skip
def test_an_address_that_leads_inside_is_refused_when_it_is_written(host: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        endpoints.checked(f"https://{host}/hooks")
    assert (broken.value.code, broken.value.field) == ("webhook_inside", "url")
    assert str(broken.value) == "공개된 인터넷 주소가 아니에요"


def test_a_name_is_judged_by_its_numbers_and_one_that_nobody_knows_yet_is_taken() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    outside.check_reach("https://shop.example/x", resolve=unknown)
    outside.check_reach("https://shop.example/x", resolve=lambda _host, _port: [PUBLIC])
    with pytest.raises(outside.Refused):
        outside.check_reach("https://shop.example/x", resolve=lambda _host, _port: ["10.0.0.1"])
    assert endpoints.checked(f"https://{'a' * 70}.example/x"), "no name at all, so nobody's"


def test_in_development_alone_this_machine_may_be_told(settings: Any) -> None:
    assert endpoints.checked("http://127.0.0.1:8123/hooks")
    settings.DEVELOPMENT = False
    with pytest.raises(RuleBroken):
        endpoints.checked("https://127.0.0.1:8443/hooks")


@pytest.mark.parametrize("port", ["", ":443", ":8443", ":9443"])
def test_the_usual_ports_are_open(port: str) -> None:
    assert endpoints.checked(f"https://shop.example{port}/x?y=1")


def post(address: str, numbers: Sequence[str], **more: Any) -> outside.Reply:
    return outside.post(
        address, b"{}", {}, ports=(443, 8443), resolve=lambda _host, _port: numbers, **more
    )


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"])
def test_a_name_with_one_number_inside_is_refused_whole(inside: str) -> None:
    for numbers in ([inside], [PUBLIC, inside], [inside, PUBLIC], []):
        with pytest.raises(outside.Refused):
            post("https://shop.example/x", numbers)


def test_a_name_that_answers_differently_the_second_time_leads_nowhere_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the first answer is public, the next one would be inside."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    asked: list[str] = []
    connected: list[Any] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    def connect(target: Any, *args: Any, **kwargs: Any) -> Any:
        connected.append(target)
        raise OSError("far away")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(OSError, match="far away"):
        outside.post("https://shop.example:8443/x", b"", {}, ports=(8443,), resolve=resolve)
    assert (asked, connected) == (["shop.example"], [(PUBLIC, 8443)])


def test_written_differently_the_machine_itself_is_not_reached_either(settings: Any) -> None:
    settings.DEVELOPMENT = False
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]"):
        with pytest.raises(outside.Refused):
            outside.post(f"https://{host}/x", b"", {})


def test_a_redirect_is_not_followed_and_the_answer_is_cut() -> None:
    with receiving.running() as receiver:
        receiver.status, receiver.answer = 307, b"x" * 10_000
        reply = outside.post(receiver.url, b"{}", {}, keep=2_048)
        assert (reply.status, len(reply.body)) == (307, 2_048)
        assert len(receiver.taken) == 1


def test_who_answers_drop_by_drop_is_left_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "WHOLE", 0.3)
    with receiving.running() as receiver:
        receiver.delay = 2
        started = time.monotonic()
        with pytest.raises(OSError, match="closed"):
            outside.post(receiver.url, b"{}", {})
        assert time.monotonic() - started < 1.5
