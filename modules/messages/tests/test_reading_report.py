"""Who reads what was sent to them, and how soon, by sender (R75)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dangol import clock, registry
from messaging.models import Message as Outgoing
from messaging.models import MessageEvent, Send
from modules.messages.models import Delivery, Message
from modules.messages.queries.reading_report import lasting
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import User
from tenants.reports.ready import finding
from tenants.reports.ready.asked import read_asked
from tenants.reports.ready.table import Table

pytestmark = pytest.mark.feature("R75")
AT = datetime(2026, 11, 10, 9, 0, tzinfo=clock.KOREA)
DAYS = {"from": "2026-11-10", "to": "2026-11-10"}


def table(user: User, slug: str, **given: str) -> Table:
    return finding.read_table(read_asked(registry.reports()[slug], user, {**DAYS, **given}))


def words(shown: Table) -> dict[str, list[str]]:
    return {line.label: [text for _h, _c, text in row] for line, row in shown.rows}


def letter(sender: User, receivers: dict[User, int | None], at: datetime = AT) -> None:
    """A message; its receivers with the minutes until they read it, None while they have not."""
    message = Message.objects.create(sender=sender, subject="회의", sent_at=at)
    for user, minutes in receivers.items():
        read = None if minutes is None else at + timedelta(minutes=minutes)
        Delivery.objects.create(message=message, user=user, at=at, read_at=read)


def test_messages_are_counted_by_sender_with_share_and_time_until_read(
    inside_hanbit: Company, ada: User, bob: User, carol: User
) -> None:
    letter(ada, {bob: 10, carol: None})
    letter(ada, {bob: 120})
    letter(bob, {ada: None})
    letter(bob, {ada: 5}, at=AT - timedelta(days=1))
    Delivery.objects.create(
        message=Message.objects.get(sender=bob, sent_at=AT), user=carol, at=AT, taken_back_at=AT
    )
    shown = table(ada, "messages-read")
    assert words(shown) == {
        ada.name: ["2", "3", "2", "66.7%", "1시간 5분"],
        bob.name: ["1", "1", "0", "0.0%", "—"],
    }
    assert [one["name"] for one in shown.chart()["series"]] == ["받는 사람", "읽음"]
    assert shown.total is not None
    assert [cell.value for cell in shown.total.cells[:3]] == [3, 4, 2]
    assert set(words(table(ada, "messages-read", whose=f"p:{bob.pk}"))) == {bob.name}


def mail(send: Send, number: int, *events: tuple[str, int, bool]) -> None:
    """A mail of a send; events are (kind, minutes after AT, whether a machine)."""
    message = Outgoing.objects.create(
        send=send, addr_norm=f"{number}@people.example", addr_hash=clock_id(number)
    )
    for kind, minutes, machine in events:
        MessageEvent.objects.create(
            message=message, kind=kind, at=AT + timedelta(minutes=minutes), machine=machine,
            provider="own", provider_key=f"{number} {kind} {minutes}",
        )  # fmt: skip


def clock_id(number: int) -> Any:
    return f"00000000-0000-7000-8000-{number:012}"


def test_mails_are_opened_by_people_not_by_machines_and_once(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    facts = {"channel": "email", "created_by": bob.pk, "started_at": AT}
    send = Send.objects.create(name="소식", **facts)
    mail(send, 1, ("accepted", 0, False), ("opened", 30, False), ("opened", 90, False))
    mail(send, 2, ("accepted", 10, False), ("opened", 11, True), ("clicked", 100, False))
    mail(send, 3, ("accepted", 0, False), ("opened", 1, True))
    mail(Send.objects.create(name="시험", kind="test", **facts), 4, ("opened", 1, False))
    mail(Send.objects.create(name="문자", **{**facts, "channel": "sms"}), 5)
    assert words(table(ada, "mails-read")) == {bob.name: ["1", "3", "2", "66.7%", "1시간 0분"]}


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0분"), (59, "59분"), (60, "1시간 0분"), (1439, "23시간 59분"), (3000, "2일 2시간")],
)
def test_a_span_is_said_as_people_say_it(minutes: int, said: str) -> None:
    assert lasting(timedelta(minutes=minutes)) == said


def test_members_have_no_such_report(
    inside_hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    for slug in ("messages-read", "mails-read"):
        address = f"/tenants/reports/ready/{slug}/"
        assert browse(bob).get(address).status_code == 404
        assert browse(ada).get(address).status_code == 200


def test_another_company_s_messages_are_not_counted(
    hanbit: Company, daon: Company, ada: User, bob: User, eve: User
) -> None:
    with inside(hanbit):
        letter(ada, {bob: 10})
    with inside(daon):
        assert table(eve, "messages-read").lines == []
