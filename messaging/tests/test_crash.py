"""Real workers, really killed (S3): nothing lost, nothing twice, everything charged once."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from messaging import deliverylog
from messaging.models import Message, Send
from messaging.ports import meter
from messaging.queries.progress import progress
from messaging.services import deliveries, steering, sweeping
from messaging.tests.conftest import make_draft
from messaging.tests.people import People, mail_of
from messaging.tests.work import outside, run_pumps, states
from tenants import context
from tenants.models import Company

PROCESSES = 2
IN_FLIGHT = 32
"""As in messaging.tests.worker."""
PATIENCE = 180


class Provider:
    """An SMTP server with its own log, flushed before it answers: the other half of the truth."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.addresses: list[str] = []
        self._log = path.open("w")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = re.search(rb"Message-ID: <([0-9a-f-]{36})@", envelope.original_content)
        assert found
        record = {"message_id": found.group(1).decode(), "to": envelope.rcpt_tos[0]}
        self._log.write(json.dumps(record) + "\n")
        self._log.flush()
        self.addresses.append(envelope.rcpt_tos[0])
        return "250 2.0.0 taken"


@pytest.fixture
def provider_log(tmp_path: Path) -> Iterator[tuple[Provider, str]]:
    provider = Provider(tmp_path / "provider.jsonl")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(provider, hostname="127.0.0.1", port=port)
    controller.start()
    yield provider, f"smtp://127.0.0.1:{port}"
    controller.stop()


@contextmanager
def workers(smtp_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Two dramatiq processes in a group of their own, killed at the end of the block."""
    command = [sys.executable, "-m", "dramatiq", "messaging.tests.worker", "-p", str(PROCESSES)]
    process = subprocess.Popen(
        [*command, "-t", "1", "-Q", "bulk"],
        env=os.environ | {"SMTP_URL": smtp_url, "PYTHONPATH": "platform:."},
        cwd=settings.ROOT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(met: Callable[[], bool], *, sweeping_too: bool = True) -> None:
    """Looks ten times a second, with the sweeper at work once a second."""
    ends = time.monotonic() + PATIENCE
    swept = 0.0
    while not met():
        assert time.monotonic() < ends, "It took too long."
        if sweeping_too and time.monotonic() > swept + 1:
            outside(sweeping.sweep)
            swept = time.monotonic()
        time.sleep(0.1)


def is_done(send: Send) -> bool:
    send.refresh_from_db()
    return send.status == Send.Status.DONE


@pytest.mark.feature("S3")
def test_three_kills_lose_nobody_send_nothing_twice_and_charge_once(
    committed_db: None,
    inside_hanbit: Company,
    people: People,
    provider_log: tuple[Provider, str],
) -> None:
    provider, url = provider_log
    send = steering.start(make_draft(people=5_000))
    for kill in range(1, 4):
        with workers(url):
            wait_until(lambda so_far=kill * 900: len(provider.addresses) >= so_far)
    with workers(url):
        wait_until(lambda: is_done(send))

    taken = Counter(provider.addresses)
    assert max(taken.values()) == 1
    found = states(send)
    assert set(found) <= {"accepted", "unknown"}
    assert sum(found.values()) == 5_000
    assert found["unknown"] <= 3 * PROCESSES * IN_FLIGHT
    rows = Message.objects.filter(send=send)
    missing = {mail_of(n) for n in range(1, 5_001)} - set(taken)
    assert missing <= set(rows.filter(state="unknown").values_list("addr_norm", flat=True))

    deliveries.import_entries(deliverylog.read(provider.path))
    accepted = set(rows.filter(state="accepted").values_list("addr_norm", flat=True))
    assert accepted == set(taken)
    captured = progress(send).money.captured
    assert captured == 2 * len(taken) == captured_by_meter(send)
    assert meter().account().held == 0
    assert states(send)["unknown"] == 5_000 - len(taken)


def captured_by_meter(send: Send) -> int:
    """Won that the ledger charged for this send, read past every layer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(quantity * unit_price), 0) FROM billing_usageevent"
            " WHERE send_id = %s",
            [send.pk],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.feature("S3")
def test_redis_emptied_in_the_middle_only_delays(
    committed_db: None,
    inside_hanbit: Company,
    people: People,
    provider_log: tuple[Provider, str],
) -> None:
    provider, url = provider_log
    send = steering.start(make_draft(people=1_500))
    with workers(url):
        wait_until(lambda: len(provider.addresses) >= 200)
        redis.Redis.from_url(settings.REDIS_URL).flushall()
        wait_until(lambda: is_done(send))
    assert states(send) == {"accepted": 1_500}
    assert Counter(Counter(provider.addresses).values()) == {1: 1_500}
    assert meter().account().held == 0


@pytest.mark.feature("S4")
def test_an_immediate_send_starts_within_a_second(
    committed_db: None,
    inside_hanbit: Company,
    people: People,
    provider_log: tuple[Provider, str],
) -> None:
    provider, url = provider_log
    with workers(url):
        warm_up = steering.start(make_draft(people=1))
        wait_until(lambda: is_done(warm_up))
        sent = len(provider.addresses)
        steering.start(make_draft(people=50))
        started = time.monotonic()
        wait_until(lambda: len(provider.addresses) > sent, sweeping_too=False)
        assert time.monotonic() - started < 1


@pytest.mark.feature("S5")
def test_a_pause_takes_effect_within_a_second(
    committed_db: None,
    inside_hanbit: Company,
    people: People,
    provider_log: tuple[Provider, str],
) -> None:
    provider, url = provider_log
    send = steering.start(make_draft(people=5_000))
    with workers(url):
        wait_until(lambda: len(provider.addresses) >= 300)
        steering.pause(send)
        paused = time.monotonic()
        wait_until(lambda: time.monotonic() > paused + 1)
        after_a_second = len(provider.addresses)
        wait_until(lambda: time.monotonic() > paused + 3)
        assert len(provider.addresses) == after_a_second < 5_000
        steering.resume(send)
        wait_until(lambda: is_done(send))
    assert Counter(Counter(provider.addresses).values()) == {1: 5_000}


@pytest.mark.feature("Q4")
def test_eight_senders_at_the_limit_never_overdraw_and_a_top_up_resumes_them(
    committed_db: None, inside_hanbit: Company, people: People
) -> None:
    sends = [make_draft(people=40, name=f"발송 {n}") for n in range(8)]
    spare = meter().account().available - 8 * 40
    rest = meter().hold("spare", spare, purpose="test")
    steered = [threading.Thread(target=_start_covered, args=(inside_hanbit, s.pk)) for s in sends]
    _run(steered)
    _run([threading.Thread(target=run_pumps) for _ in range(8)])
    account = meter().account()
    assert account.available >= 0
    captured = sum(progress(send).money.captured for send in sends)
    assert captured + account.available + _held_for(sends) == 8 * 40
    assert captured == 8 * 40
    assert Send.objects.filter(status=Send.Status.INSUFFICIENT).exists()

    meter().release(rest, spare)
    sweeping.account_changed()
    run_pumps()
    assert {Send.objects.get(pk=send.pk).status for send in sends} == {Send.Status.DONE}
    assert sum(progress(send).money.captured for send in sends) == 8 * 40 * 2
    assert meter().account().held == 0


def _start_covered(company: Company, key: Any) -> None:
    with context.inside(company):
        steering.start(Send.objects.get(pk=key), funding=Send.Funding.COVERED)
    connection.close()


def _run(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _held_for(sends: list[Send]) -> int:
    return sum(progress(send).money.held for send in sends)
