"""Fixtures of the message engine's tests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from messaging import ports
from messaging.channels.registry import sink_folder
from messaging.models import Send
from messaging.senders.queries import allowed
from messaging.services import sends
from messaging.tests.people import People
from tenants.models import Company


@pytest.fixture
def people() -> Iterator[People]:
    """The audience of the test."""
    usual = ports.audience()
    made_up = People()
    ports.register_audience(made_up)
    yield made_up
    ports.register_audience(usual)


@pytest.fixture(autouse=True)
def _empty_sink() -> Iterator[None]:
    shutil.rmtree(sink_folder(), ignore_errors=True)
    yield
    shutil.rmtree(sink_folder(), ignore_errors=True)


@pytest.fixture
def sink() -> Callable[[str], list[dict[str, Any]]]:
    """`sink("email")`: what the file sink took so far."""

    def read(channel: str) -> list[dict[str, Any]]:
        path = sink_folder() / f"{channel}.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    return read


@pytest.fixture
def draft(inside_hanbit: Company, people: People) -> Callable[..., Send]:
    """`draft(people=10, channel="sms", ...)`: a draft that could be started."""
    return make_draft


def _usual(channel: str) -> str:
    """The first of the company's senders: news@hanbit.example, 02-1234-5678."""
    found = allowed.usual(channel)
    return found.value if found else ""


def make_draft(people: int = 10, channel: str = "email", **others: Any) -> Send:
    """A draft for the first so many people."""
    fields = {
        "name": "가을 소식",
        "channel": channel,
        "subject": "{{ name }}님께" if channel == "email" else "",
        "body": "안녕하세요 {{ name }}님, https://hanbit.example/fall 을 보세요.",
        "sender_name": "한빛물산",
        "sender_address": _usual("email"),
        "sender_number": _usual("sms"),
        "opt_out_number": "0801234567",
        "audience": {"people": people},
    }
    return sends.create(**(fields | others))
