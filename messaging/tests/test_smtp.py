"""SMTP on loopback with a server that follows a script (S1, decision 15)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from dangol.ids import new_id
from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.channels.fleet import Fleet
from messaging.channels.smtp import Smtp

MAIL = b"Subject: x\r\n\r\n.dot\r\nend\r\n"


class Script:
    """A server that answers by the local part of the recipient, and remembers what it took."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("stranger"):
            return "553 5.7.1 sender not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        if address.startswith("full"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        if address.startswith("spam"):
            return "554 5.7.1 refused"
        if address.startswith("later"):
            return "451 4.7.1 try later"
        self.taken.append((address, envelope.original_content or b""))
        if address.startswith("lost"):
            server.transport.abort()
        return f"250 2.0.0 queued as {address}"


class Plain(SMTP):
    """Without PIPELINING, as aiosmtpd is."""


class Pipelining(SMTP):
    async def push(self, status: Any) -> None:
        if isinstance(status, str) and status.startswith("250 HELP"):
            await super().push("250-PIPELINING")
        await super().push(status)


class Server(Controller):
    def __init__(self, script: Script, kind: type[SMTP]) -> None:
        super().__init__(script, hostname="127.0.0.1", port=0)
        self.kind = kind

    def factory(self) -> SMTP:
        return self.kind(self.handler, enable_SMTPUTF8=False)


@pytest.fixture(params=[Plain, Pipelining], ids=["plain", "pipelining"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[Script, str]]:
    script = Script()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Server(script, request.param)
    controller.port = port
    controller.start()
    yield script, f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_the_two_servers_of_these_tests_differ_in_pipelining(
    server: tuple[Script, str], request: pytest.FixtureRequest
) -> None:
    session = Smtp(server[1]).open()
    offered = session._client.has_extn("pipelining")
    session.close()
    assert offered == ("pipelining" in request.node.callspec.id)


def parcels(*names: str) -> list[Parcel]:
    return [
        Parcel(new_id(), "email", "news@hanbit.example", f"{name}@people.example", MAIL)
        for name in names
    ]


def deliver(url: str, *names: str, stop: Callable[[], bool] = lambda: False) -> list[Outcome]:
    session = Smtp(url).open()
    try:
        return session.deliver(parcels(*names), stop)
    finally:
        session.close()


def verdicts(outcomes: list[Outcome]) -> list[str]:
    return [outcome.verdict.value for outcome in outcomes]


@pytest.mark.feature("S1")
def test_mails_arrive_whole_and_in_order(server: tuple[Script, str]) -> None:
    script, url = server
    outcomes = deliver(url, "a", "b", "c")
    assert verdicts(outcomes) == ["accepted"] * 3
    assert [address for address, _ in script.taken] == [f"{n}@people.example" for n in "abc"]
    assert {content for _, content in script.taken} == {MAIL}
    assert outcomes[0].provider_id == "2.0.0 queued as a@people.example"


def test_each_refusal_is_told_apart_and_the_next_mail_leaves_all_the_same(
    server: tuple[Script, str],
) -> None:
    script, url = server
    outcomes = deliver(url, "a", "nobody", "full", "b", "spam", "later", "c")
    assert verdicts(outcomes) == [
        "accepted",
        "rejected",
        "retry",
        "accepted",
        "rejected",
        "retry",
        "accepted",
    ]
    assert [out.error_class for out in outcomes][1:3] == ["hard_bounce", "temporary"]
    assert outcomes[4].reason == "554 5.7.1 refused"
    assert [address[0] for address, _ in script.taken] == ["a", "b", "c"]


def test_a_refused_sender_is_not_held_against_the_recipient(server: tuple[Script, str]) -> None:
    _, url = server
    stranger = Parcel(new_id(), "email", "stranger@hanbit.example", "a@people.example", MAIL)
    session = Smtp(url).open()
    outcomes = session.deliver([stranger, *parcels("b")], lambda: False)
    session.close()
    assert verdicts(outcomes) == ["uncalled", "accepted"]
    assert outcomes[0].error_class == "sender"


@pytest.mark.feature("S3")
def test_a_lost_answer_is_unknown_and_what_follows_was_not_asked(
    server: tuple[Script, str],
) -> None:
    script, url = server
    outcomes = deliver(url, "a", "lost", "b")
    assert verdicts(outcomes) == ["accepted", "unknown", "uncalled"]
    assert [address[0] for address, _ in script.taken] == ["a", "l"]


def test_a_stop_between_two_mails_leaves_the_rest_unasked(server: tuple[Script, str]) -> None:
    script, url = server
    outcomes = deliver(url, "a", "b", "c", stop=lambda: bool(script.taken))
    assert verdicts(outcomes)[0] == "accepted"
    assert set(verdicts(outcomes)[1:]) <= {"uncalled", "accepted"}
    accepted = sum(verdict == "accepted" for verdict in verdicts(outcomes))
    assert accepted == len(script.taken) < 3


def test_a_server_that_is_not_there_is_down_and_nothing_was_handed_over() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(ChannelDown):
        Smtp(f"smtp://127.0.0.1:{port}").open()
    with Fleet(Smtp(f"smtp://127.0.0.1:{port}")) as fleet:
        outcomes = fleet.deliver(
            parcels("a", "b"), halted=lambda: False, deadline=time.monotonic() + 9
        )
    assert {(out.verdict, out.error_class) for out in outcomes} == {(Verdict.UNCALLED, "down")}


def test_a_connection_lost_before_the_content_was_complete_is_retried() -> None:
    with dropping_server(after=b"DATA") as url:
        assert verdicts(deliver(url, "a", "b")) == ["retry", "uncalled"]


def dropping_server(after: bytes) -> Any:
    return _Dropping(after)


class _Dropping:
    """Accepts one connection, plays along up to a command, then closes without an answer."""

    def __init__(self, after: bytes) -> None:
        self.after = after

    def __enter__(self) -> str:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return f"smtp://127.0.0.1:{self.listener.getsockname()[1]}"

    def __exit__(self, *error: object) -> None:
        self.listener.close()
        self.thread.join(5)

    def _serve(self) -> None:
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rwb", buffering=0) as line:
            line.write(b"220 hello\r\n")
            while command := line.readline():
                if command.startswith(self.after):
                    return
                line.write(b"250 ok\r\n")


def test_a_fleet_answers_for_each_parcel_and_keeps_its_lines(server: tuple[Script, str]) -> None:
    script, url = server
    wanted = parcels(*(f"p{n}" for n in range(60)))
    with Fleet(Smtp(url)) as fleet:
        for half in (wanted[:30], wanted[30:]):
            outcomes = fleet.deliver(half, halted=lambda: False, deadline=time.monotonic() + 30)
            assert {out.message_id for out in outcomes} == {each.message_id for each in half}
    assert len(script.taken) == len({address for address, _ in script.taken}) == 60


def test_a_passed_deadline_stops_every_call(server: tuple[Script, str]) -> None:
    script, url = server
    with Fleet(Smtp(url)) as fleet:
        outcomes = fleet.deliver(parcels("a"), halted=lambda: False, deadline=time.monotonic() - 1)
    assert verdicts(outcomes) == ["uncalled"]
    assert script.taken == []
