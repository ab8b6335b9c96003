"""Adding, changing, moving and removing campaigns (G2, G3)."""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.custom.values import put, refused_if_taken, split
from messaging.models import Send
from modules.campaign.models import Campaign
from modules.campaign.models.campaign import USUAL_LENGTH
from tenants import audit

SUBJECT = "campaign.campaign"
FIELDS = (
    "name", "kind", "owner_id", "starts_on", "ends_on", "budget", "residual_value",
    "target_revenue", "description",
)  # fmt: skip


@transaction.atomic
def create(values: dict[str, Any]) -> Campaign:
    """Adds a campaign in planning. RuleBroken when it would end before it starts."""
    campaign = Campaign()
    _take_over(campaign, values)
    with refused_if_taken(campaign):
        campaign.save(force_insert=True)
    _audit("create", campaign)
    return campaign


@transaction.atomic
def edit(campaign: Campaign, values: dict[str, Any], seen: str) -> Campaign:
    """Changes a campaign whose `updated_at` was `seen` when the user began ("" does not ask).

    RuleBroken when it is closed, when somebody else changed it meanwhile, or as `create`.
    """
    campaign = _locked(campaign)
    if campaign.is_closed:
        raise RuleBroken("closed", _("This campaign is closed and cannot be changed any more."))
    if seen and campaign.updated_at.isoformat() != seen:
        raise RuleBroken(
            "changed_meanwhile",
            _("Somebody else changed this campaign meanwhile. Open it again to see what is new."),
        )
    before = copy(campaign)
    _take_over(campaign, values)
    changes = audit.differences(before, campaign, list(FIELDS))
    if changes:
        campaign.updated_at = clock.now()
        with refused_if_taken(campaign):
            campaign.save()
        _audit("edit", campaign, changes)
    return campaign


@transaction.atomic
def move(campaign: Campaign, to: str) -> Campaign:
    """Moves a campaign to another state. RuleBroken when that state does not follow on its own."""
    source = [state for state, targets in Campaign.MOVES.items() if to in targets]
    moved = Campaign.objects.present().filter(pk=campaign.pk, state__in=source)
    before = campaign.state
    if not moved.update(state=to, updated_at=clock.now()):
        raise RuleBroken(
            "state_order",
            _("This campaign cannot change to that state now. Look at its present state."),
        )
    campaign.refresh_from_db()
    _audit("move", campaign, {"state": [before, to]})
    return campaign


@transaction.atomic
def remove(campaign: Campaign) -> None:
    """Moves a campaign to the trash. RuleBroken while one of its sends is reserved or under way."""
    campaign = _locked(campaign)
    still = (Send.Status.DRAFT, *Send.TERMINAL)
    if campaign.projects.exclude(send__status__in=still).exists():
        raise RuleBroken(
            "sends_open",
            _("A send of this campaign is reserved or under way. Cancel it first."),
        )
    campaign.deleted_at = clock.now()
    campaign.save(update_fields=["deleted_at"])
    _audit("delete", campaign)


@transaction.atomic
def restore(campaign: Campaign) -> None:
    """Takes a campaign out of the trash."""
    campaign = _locked(campaign)
    campaign.deleted_at = None
    campaign.save(update_fields=["deleted_at"])
    _audit("restore", campaign)


@transaction.atomic
def pass_on(giver: UUID, heir: UUID | None, most: int) -> int:
    """Gives at most `most` campaigns of a user who leaves to another, or to nobody; how many."""
    rows = Campaign.objects.select_for_update().filter(owner=giver).order_by("pk")[:most]
    for campaign in rows:
        _audit("edit", campaign, {"owner_id": [str(giver), str(heir) if heir else None]})
        campaign.owner_id = heir
        campaign.updated_at = clock.now()
        campaign.save(update_fields=["owner", "updated_at"])
    return len(rows)


@transaction.atomic
def log_export(count: int, query: str, reason: str) -> None:
    """Notes that a list of campaigns was taken away as a file (decision 20)."""
    audit.record(
        "campaign.campaign.export", subject=SUBJECT,
        changes={"rows": count, "query": query[:500], "reason": reason},
    )  # fmt: skip


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _take_over(campaign: Campaign, values: dict[str, Any]) -> None:
    declared, own = split(values)
    for name, value in declared.items():
        setattr(campaign, name, value)
    put(campaign, own)
    if campaign.ends_on is None:
        campaign.ends_on = campaign.starts_on + USUAL_LENGTH
    if campaign.ends_on < campaign.starts_on:
        raise RuleBroken(
            "ends_before_start",
            _("The campaign ends before it starts. Choose a later end."),
            field="ends_on",
        )


def _audit(deed: str, campaign: Campaign, changes: dict[str, Any] | None = None) -> None:
    audit.record(
        f"campaign.campaign.{deed}",
        subject=SUBJECT,
        subject_id=campaign.pk,
        summary=campaign.name,
        changes=changes,
    )
