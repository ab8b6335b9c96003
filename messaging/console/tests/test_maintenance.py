"""Setting the hours in which nothing leaves (A36)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from dangol import clock
from messaging.dispatch.models import Maintenance
from messaging.models import Send
from messaging.services import steering
from messaging.tests.conftest import draft, make_draft, people  # noqa: F401  (fixtures)
from messaging.tests.people import People
from messaging.tests.work import as_platform, run_pumps
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = pytest.mark.feature("A36")
PAGE = "/sending/maintenance"


def hours() -> list[str]:
    return as_platform(lambda: [str(each) for each in Maintenance.objects.all()])  # type: ignore[no-any-return]


def test_the_hours_are_set_said_and_taken_out_again(
    op: User, provider: Company, browse: Callable[..., Client]
) -> None:
    client = browse(op)
    assert "쉬지 않고 보내요" in client.get("/sending/").content.decode()
    answer = client.post(PAGE, {"begins": "00:00", "ends": "02:00"}, follow=True)
    assert "점검 시간 00:00–02:00에는 아무것도 보내지 않아요" in answer.content.decode()
    assert hours() == ["00:00–02:00"]
    with inside(provider):
        line = AuditEntry.objects.get(action="sending.maintenance.edit")
    assert line.changes["hours"] == ["", "00:00–02:00"]
    client.post(PAGE, {"begins": "23:30", "ends": "01:00"})
    assert hours() == ["23:30–01:00"]
    client.post(PAGE, {"begins": "", "ends": ""})
    assert hours() == []


@pytest.mark.parametrize(
    ("begins", "ends", "says"),
    [
        ("01:00", "", "두 시각을 모두 적거나 모두 비우세요"),
        ("01:00", "01:00", "하루 종일이 되어 버려요"),
        ("25:00", "02:00", "field-error"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    op: User, provider: Company, browse: Callable[..., Client], begins: str, ends: str, says: str
) -> None:
    answer = browse(op).post(PAGE, {"begins": begins, "ends": ends})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert hours() == []


def test_what_rested_goes_on_once_the_hours_are_taken_out(
    op: User, provider: Company, hanbit: Company, people: People, browse: Callable[..., Client]  # noqa: F811
) -> None:  # fmt: skip
    client, now = browse(op), clock.real_now().astimezone(clock.KOREA)
    around: list[datetime] = [now - timedelta(minutes=2), now + timedelta(hours=2)]
    client.post(PAGE, dict(zip(("begins", "ends"), (f"{e:%H:%M}" for e in around), strict=True)))
    with inside(hanbit):
        send = steering.start(make_draft(people=3))
        run_pumps()
        send.refresh_from_db()
        assert send.reason == Send.Reason.MAINTENANCE
    client.post(PAGE, {"begins": "", "ends": ""})
    with inside(hanbit):
        run_pumps()
        send.refresh_from_db()
        assert send.status == Send.Status.DONE
