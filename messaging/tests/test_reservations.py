"""A new hour for a reservation at the moment when it starts (S5)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.services import opening, reservations, steering
from messaging.tests.conftest import make_draft
from messaging.tests.people import People
from tenants import context
from tenants.models import Company

pytestmark = [pytest.mark.feature("S5"), pytest.mark.usefixtures("committed_db")]
SOON = 0.5
"""Seconds in which a change that nothing holds up is made many times over."""


class Colleague:
    """Postpones the send in a connection of their own; `heard` is what they were told."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.heard: list[str] = []
        self.thread = threading.Thread(target=copy_context().run, args=(self._postpone,))

    def begin(self) -> None:
        """Presses the button, once; returns when it is done, or waits for somebody."""
        if self.thread.ident is None:
            self.thread.start()
            self.thread.join(SOON)

    def _postpone(self) -> None:
        try:
            send = Send.objects.get(pk=self.send.pk)
            reservations.postpone(send, clock.now() + timedelta(hours=5))
            self.heard.append("changed")
        except RuleBroken as broken:
            self.heard.append(broken.code)
        finally:
            connections.close_all()


def due() -> Send:
    """A reservation whose hour has just come."""
    send = steering.reserve(make_draft(people=3), clock.now() + timedelta(hours=2))
    Send.objects.filter(pk=send.pk).update(scheduled_at=clock.now() - timedelta(seconds=1))
    return send


def opened(send: Send) -> str:
    """The state after a pump has looked at the send."""
    opening.prepare(send.pk, suspended=False)
    send.refresh_from_db()
    return str(send.status)


def test_a_send_does_not_start_at_the_hour_from_which_it_was_just_moved(
    hanbit: Company, people: People
) -> None:
    def after_the_first_look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if "messaging_send" in sql:
            colleague.begin()
        return answer

    with context.inside(hanbit):
        send = due()
        colleague = Colleague(send)
        with connection.execute_wrapper(after_the_first_look):
            state = opened(send)
        assert colleague.heard == ["changed"]
        assert state == "reserved"


def test_who_postpones_while_the_people_are_counted_hears_that_it_has_started(
    hanbit: Company, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(query: dict[str, Any], channel: str, **how: Any) -> int:
        colleague.begin()
        return 3

    with context.inside(hanbit):
        send = due()
        colleague = Colleague(send)
        monkeypatch.setattr(people, "count", count)
        state = opened(send)
        colleague.thread.join(20)
        assert state == "running"
        assert colleague.heard == ["not_reserved"]
