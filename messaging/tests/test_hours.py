"""Hours in which a send leaves, its speed, and the platform's maintenance (S5, A36)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from messaging.dispatch.models import Maintenance, Ticket
from messaging.models import Send
from messaging.queries.progress import progress
from messaging.queries.standing import sentence
from messaging.services import hours, pump, reservations, speed, steering
from messaging.tests.work import as_platform, run_pumps, states, sweep, travel
from tenants.models import Company

Draft = Callable[..., Send]
Sink = Callable[[str], list[dict[str, Any]]]
KOREA = ZoneInfo("Asia/Seoul")
pytestmark = pytest.mark.feature("S5")


def at(hour: int, minute: int = 0) -> timedelta:
    """From now to that time of tomorrow in Korea."""
    local = clock.real_now().astimezone(KOREA)
    moment = datetime.combine(local.date() + timedelta(days=1), time(hour, minute), KOREA)
    return moment - clock.real_now()


def rest(begins: time, ends: time) -> None:
    as_platform(lambda: Maintenance.objects.create(begins=begins, ends=ends))


@pytest.fixture
def resting() -> Maintenance:
    """Maintenance from a minute ago until in an hour."""
    now = clock.real_now().astimezone(KOREA)
    begins, ends = (now - timedelta(minutes=1)).time(), (now + timedelta(hours=1)).time()
    rest(begins.replace(microsecond=0), ends.replace(microsecond=0))
    found: Maintenance = as_platform(Maintenance.objects.get)
    return found


@pytest.mark.parametrize(
    ("begins", "ends", "moment", "is_in"),
    [
        (time(9), time(18), time(9), True),
        (time(9), time(18), time(17, 59), True),
        (time(9), time(18), time(18), False),
        (time(9), time(18), time(8, 59), False),
        (time(22), time(6), time(22), True),
        (time(22), time(6), time(0), True),
        (time(22), time(6), time(6), False),
        (time(0), time(2), time(0), True),
        (time(0), time(2), time(2), False),
    ],
)
def test_hours_may_go_past_midnight(begins: time, ends: time, moment: time, is_in: bool) -> None:
    day = datetime.combine(datetime(2026, 3, 2).date(), moment, KOREA)
    assert hours.is_within(begins, ends, day) is is_in
    again = hours.next_time(begins, day)
    assert again > day
    assert again.astimezone(KOREA).time() == begins


def test_a_send_leaves_in_its_hours_alone_and_goes_on_by_itself(
    draft: Draft, sink: Sink, hanbit: Company
) -> None:
    send = draft(people=3, hours_from=time(9), hours_to=time(18))
    with travel(hanbit, at(18)):
        steering.start(send)
        run_pumps()
        send.refresh_from_db()
        assert (send.status, send.reason) == (Send.Status.LIMITED, Send.Reason.HOURS)
        assert send.next_at is not None
        assert send.next_at.astimezone(KOREA).time() == time(9)
        assert sink("email") == []
        assert "발송 시간대가 아니라서 남은 3명에게는 쉬고 있어요" in sentence(progress(send))
    with travel(hanbit, at(9) + timedelta(days=1, minutes=1)):
        sweep()
        run_pumps()
    send.refresh_from_db()
    assert (send.status, len(sink("email"))) == (Send.Status.DONE, 3)


def test_what_is_in_hand_when_the_hours_end_goes_back_and_is_not_lost(
    draft: Draft, sink: Sink, hanbit: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = draft(people=3, hours_from=time(9), hours_to=time(18))
    claim = pump.claiming.claim

    def late(*args: Any) -> Any:
        """The hours end between the claim and the first call."""
        claimed = claim(*args)
        monkeypatch.setattr(
            clock, "real_now", lambda now=clock.real_now: now() + timedelta(minutes=2)
        )
        return claimed

    with travel(hanbit, at(17, 59)):
        steering.start(send)
        monkeypatch.setattr(pump.claiming, "claim", late)
        run_pumps()
    assert sink("email") == []
    assert states(send) == {"pending": 3}


def test_a_send_keeps_to_its_speed(
    draft: Draft, sink: Sink, hanbit: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, passed = clock.real_now, [timedelta(0)]
    monkeypatch.setattr(clock, "real_now", lambda: now() + passed[0])
    send = steering.start(draft(people=60, per_hour=3_600))
    run_pumps()
    assert 10 <= len(sink("email")) <= 12
    send.refresh_from_db()
    assert send.status == Send.Status.RUNNING
    for _portion in range(3):
        passed[0] += timedelta(seconds=8)
        run_pumps()
    assert 34 <= len(sink("email")) <= 42
    for _portion in range(4):
        passed[0] += timedelta(seconds=10)
        run_pumps()
    send.refresh_from_db()
    assert (send.status, len(sink("email"))) == (Send.Status.DONE, 60)


def test_a_slow_send_needs_no_hour_for_its_first_message(draft: Draft, sink: Sink) -> None:
    send = steering.start(draft(people=5, per_hour=2))
    run_pumps()
    assert len(sink("email")) == 1
    assert speed.rest(send) == timedelta(minutes=30)


def test_a_test_keeps_to_no_hours_and_no_speed(
    draft: Draft, sink: Sink, hanbit: Company, ada: Any
) -> None:
    from messaging.services import sends

    send = draft(people=3, hours_from=time(9), hours_to=time(18), per_hour=1)
    with travel(hanbit, at(20)):
        for name in ("a", "b"):
            sends.send_test(send, f"{name}@people.example", by=ada)
        run_pumps()
    assert len(sink("email")) == 2


@pytest.mark.feature("A36")
def test_nothing_leaves_during_maintenance_and_all_goes_on_after_it(
    draft: Draft, sink: Sink, hanbit: Company, resting: Maintenance
) -> None:
    send = steering.start(draft(people=3))
    run_pumps()
    send.refresh_from_db()
    assert (send.status, send.reason) == (Send.Status.LIMITED, Send.Reason.MAINTENANCE)
    assert sink("email") == []
    assert "점검 시간이라" in sentence(progress(send))
    as_platform(Maintenance.objects.all().delete)
    Ticket.objects.filter(send=send.pk).update(next_at=clock.real_now())
    run_pumps()
    send.refresh_from_db()
    assert (send.status, len(sink("email"))) == (Send.Status.DONE, 3)


@pytest.mark.feature("A36")
def test_no_reservation_begins_within_maintenance(draft: Draft, hanbit: Company) -> None:
    rest(time(0), time(2))
    send = draft(people=3)
    night = clock.now() + at(1)
    with pytest.raises(RuleBroken) as refused:
        steering.reserve(send, night)
    assert refused.value.code == "reserved_in_maintenance"
    assert "점검 시간(00:00–02:00)에는 보내지 않아요. 02:00 이후로 고르세요." in str(refused.value)
    steering.reserve(send, clock.now() + at(2, 1))
    with pytest.raises(RuleBroken):
        reservations.postpone(send, night)
