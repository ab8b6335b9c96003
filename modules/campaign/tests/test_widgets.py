"""Tiles about sends: what is under way, what somebody sent, the campaigns behind the numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dangol import clock
from dangol.ids import new_id
from dangol.records.lists.listing import read_listing
from messaging import addresses
from messaging.models import Hold, Message, Send
from modules.campaign import agenda, counters, widgets
from modules.campaign.models import Campaign, Project
from modules.campaign.records import campaign_record
from tenants.people.models import User

pytestmark = [
    pytest.mark.feature("A3"),
    pytest.mark.feature("S9"),
    pytest.mark.usefixtures("inside_hanbit"),
]

Status = Send.Status


def project(name: str, status: str, by: User, **values: Any) -> Project:
    campaign = Campaign.objects.create(name=f"{name} 캠페인")
    send = Send.objects.create(
        name=name, channel="email", status=status, created_by=by.pk, **values
    )
    today = clock.today()
    return Project.objects.create(
        campaign=campaign, name=name, send=send, starts_on=today, ends_on=today
    )


def lines(found: Any) -> list[str]:
    return [line.project.name for line in found["lines"]]


def test_what_is_under_way_stands_before_what_stopped_and_what_is_over(ada: User) -> None:
    now = clock.now()
    project("끝남", Status.DONE, ada, finished_at=now, tally={"accepted": 1})
    project("오래전", Status.DONE, ada, finished_at=now - timedelta(days=30), tally={"accepted": 1})
    project("작성 중", Status.DRAFT, ada)
    project("취소", Status.CANCELLED, ada)
    project("예약", Status.RESERVED, ada, scheduled_at=now + timedelta(hours=1))
    project("멈춤", Status.PAUSED, ada)
    project("진행", Status.RUNNING, ada, started_at=now)
    found = widgets.progress(ada, {"whose": "all"})
    assert lines(found) == ["진행", "멈춤", "예약", "끝남"]
    assert found["count"] == 3
    assert found["again"] > 0


def test_nothing_that_moves_asks_for_no_second_look(ada: User) -> None:
    project("멈춤", Status.PAUSED, ada)
    assert widgets.progress(ada, {"whose": "all"})["again"] == 0


def test_bars_are_counted_from_the_rows_of_a_send_that_runs(ada: User) -> None:
    shown = project("진행", Status.RUNNING, ada, expected=4, started_at=clock.now())
    states = (Message.State.ACCEPTED, Message.State.REJECTED, Message.State.PENDING)
    for number, state in enumerate(states):
        address = f"a{number}@buyer.example"
        Message.objects.create(
            send=shown.send,
            addr_norm=address,
            addr_hash=addresses.fingerprint(address),
            state=state,
        )
    (line,) = widgets.progress(ada, {"whose": "all"})["lines"]
    assert (line.total, line.accepted, line.failed, line.left) == (4, 1, 1, 2)


def test_one_s_own_sends_are_told_apart_and_carry_their_cost(ada: User, bob: User) -> None:
    mine = project("내 것", Status.DONE, ada, started_at=clock.now(), tally={"accepted": 3})
    project("남의 것", Status.DONE, bob, started_at=clock.now(), tally={"accepted": 5})
    Hold.objects.create(id=new_id(), send=mine.send, number=1, amount=100, captured=45)
    (line,) = widgets.mine(ada, {})["lines"]
    assert (line.project, line.accepted, line.cost) == (mine, 3, 45)
    assert lines(widgets.progress(ada, {"whose": "mine"})) == []


def test_sends_of_campaigns_in_the_trash_are_not_shown(ada: User) -> None:
    gone = project("지운", Status.RUNNING, ada, started_at=clock.now())
    Campaign.objects.filter(pk=gone.campaign_id).update(deleted_at=clock.now())
    assert lines(widgets.progress(ada, {"whose": "all"})) == []
    assert lines(widgets.mine(ada, {})) == []


@pytest.mark.feature("A4")
def test_numbers_of_sends_count_the_campaigns_that_their_lists_show(ada: User) -> None:
    project("작성 중", Status.DRAFT, ada)
    project("멈춤", Status.PAUSED, ada)
    project("부족", Status.INSUFFICIENT, ada)
    project("진행", Status.RUNNING, ada)
    for counter, standing, number in (
        (counters.stopped, "stopped", 2),
        (counters.drafts, "draft", 1),
    ):
        assert counter(ada).number == number
        listing = read_listing(campaign_record, ada, {"sends": [standing]})
        assert (listing.count, listing.problems) == (number, [])
    wrong = read_listing(campaign_record, ada, {"sends": ["no.such"]})
    assert len(wrong.problems) == 1


@pytest.mark.feature("A4")
def test_the_day_names_what_is_reserved_for_it(ada: User) -> None:
    day = clock.today()
    noon = clock.now().astimezone(clock.KOREA).replace(hour=12, minute=0)
    project("오늘", Status.RESERVED, ada, scheduled_at=noon)
    project("내일", Status.RESERVED, ada, scheduled_at=noon + timedelta(days=1))
    project("취소", Status.CANCELLED, ada, scheduled_at=noon)
    (line,) = agenda.lines(ada, day)
    assert (line.title, line.at, line.is_past) == ("오늘", noon, False)
