"""Campaigns: the plan, the states, the trash (G2, G3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Send
from modules.campaign.models import Campaign, Project
from modules.campaign.services import campaigns, sending
from tenants.models import Company
from tenants.people.models import AuditEntry

pytestmark = pytest.mark.feature("G2")
State = Campaign.State


def deeds(campaign: Campaign) -> list[str]:
    entries = AuditEntry.objects.filter(subject="campaign.campaign", subject_id=str(campaign.pk))
    return list(entries.order_by("at", "id").values_list("action", flat=True))


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2009, 2, 16), date(2009, 3, 18)), (date(2008, 11, 12), date(2008, 12, 12))],
)
def test_a_campaign_without_an_end_ends_thirty_days_after_its_start(
    inside_hanbit: Company, start: date, end: date
) -> None:
    campaign = campaigns.create({"name": "가을", "starts_on": start, "ends_on": None})
    assert campaign.ends_on == end


def test_a_campaign_begins_today_in_planning(inside_hanbit: Company) -> None:
    campaign = campaigns.create({"name": "가을"})
    assert (campaign.state, campaign.starts_on) == (State.PLANNED, clock.today())
    assert campaign.ends_on == clock.today() + timedelta(days=30)
    assert deeds(campaign) == ["campaign.campaign.create"]


def test_a_campaign_does_not_end_before_it_starts(inside_hanbit: Company) -> None:
    with pytest.raises(RuleBroken) as refused:
        campaigns.create(
            {"name": "가을", "starts_on": date(2026, 11, 22), "ends_on": date(2026, 11, 21)}
        )
    assert (refused.value.code, refused.value.field) == ("ends_before_start", "ends_on")
    assert not Campaign.objects.exists()


def test_an_edit_says_what_changed_and_an_empty_one_says_nothing(campaign: Campaign) -> None:
    campaigns.edit(campaign, {"budget": 1_000_000}, "")
    campaigns.edit(campaign, {"budget": 1_000_000}, "")
    last = AuditEntry.objects.filter(action="campaign.campaign.edit").get()
    assert last.changes == {"budget": [None, 1_000_000]}


def test_an_edit_on_an_old_version_is_refused(campaign: Campaign) -> None:
    seen = campaign.updated_at.isoformat()
    campaigns.edit(campaign, {"budget": 5}, seen)
    with pytest.raises(RuleBroken) as refused:
        campaigns.edit(campaign, {"budget": 6}, seen)
    assert refused.value.code == "changed_meanwhile"
    assert Campaign.objects.get().budget == 5


@pytest.mark.feature("G3")
def test_a_campaign_passes_through_its_states(campaign: Campaign) -> None:
    for state in (State.RUNNING, State.ENDED, State.RUNNING, State.ENDED, State.CLOSED):
        campaigns.move(campaign, state)
    assert Campaign.objects.get().state == State.CLOSED
    assert deeds(campaign).count("campaign.campaign.move") == 6


@pytest.mark.feature("G3")
@pytest.mark.parametrize("source", list(State))
@pytest.mark.parametrize("target", [*State, "nonsense"])
def test_only_declared_moves_are_possible(campaign: Campaign, source: str, target: str) -> None:
    Campaign.objects.update(state=source)
    campaign.refresh_from_db()
    if target in Campaign.MOVES[source]:
        assert campaigns.move(campaign, target).state == target
        return
    with pytest.raises(RuleBroken) as refused:
        campaigns.move(campaign, target)
    assert refused.value.code == "state_order"
    assert Campaign.objects.get().state == source


@pytest.mark.feature("G3")
def test_a_closed_campaign_cannot_be_changed(campaign: Campaign) -> None:
    Campaign.objects.update(state=State.CLOSED)
    with pytest.raises(RuleBroken) as refused:
        campaigns.edit(campaign, {"name": "겨울"}, "")
    assert refused.value.code == "closed"


def test_the_trash_gives_back_what_it_took(campaign: Campaign) -> None:
    campaigns.remove(campaign)
    assert not Campaign.objects.present().exists()
    campaigns.restore(campaign)
    assert Campaign.objects.present().get() == campaign


def test_a_campaign_with_a_reserved_send_stays_out_of_the_trash(
    campaign: Campaign, ready: Callable[..., Project]
) -> None:
    at = clock.now() + timedelta(days=1)
    sending.reserve(ready(), at=at, confirmed=3, funding=Send.Funding.FULL)
    with pytest.raises(RuleBroken) as refused:
        campaigns.remove(campaign)
    assert refused.value.code == "sends_open"
    assert Campaign.objects.present().exists()
