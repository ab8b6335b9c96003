"""Adding, changing, moving and removing campaigns (G2, G3)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Send
from modules.campaign.models import Campaign, Project
from modules.campaign.models.campaign import USUAL_LENGTH
from tenants import audit
from tenants.services.records import Services, Values, set_all

SUBJECT = "campaign.campaign"
FIELDS = (
    "name", "kind", "owner_id", "starts_on", "ends_on", "budget", "residual_value",
    "target_revenue", "description",
)  # fmt: skip


CLOSED = _("This campaign is closed and cannot be changed any more.")
SENDS_OPEN = _("A send of this campaign is reserved or under way. Cancel it first.")


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
    audit.record(
        "campaign.campaign.move", subject=SUBJECT, subject_id=campaign.pk, summary=campaign.name,
        changes={"state": [before, to]},
    )  # fmt: skip
    return campaign


def _take_over(campaign: Campaign, values: Values) -> None:
    set_all(campaign, values)
    if campaign.ends_on is None:
        campaign.ends_on = campaign.starts_on + USUAL_LENGTH
    if campaign.ends_on < campaign.starts_on:
        raise RuleBroken(
            "ends_before_start",
            _("The campaign ends before it starts. Choose a later end."),
            field="ends_on",
        )


def _allow(campaign: Campaign, verb: str) -> None:
    """RuleBroken to change a closed one, or to remove one of which a send is still to come."""
    if verb == "edit" and campaign.is_closed:
        raise RuleBroken("closed", CLOSED)
    if verb == "delete" and open_sends(campaign.projects.all()).exists():
        raise RuleBroken("sends_open", SENDS_OPEN)


def open_sends(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Those whose send is reserved or under way."""
    return projects.exclude(send__status__in=(Send.Status.DRAFT, *Send.TERMINAL))


services = Services(
    subject=SUBJECT,
    model=Campaign,
    fields=FIELDS,
    owner="owner",
    passes=~Q(state=Campaign.State.CLOSED),
    take_over=_take_over,
    allow=_allow,
)
create, edit = services.create, services.edit
remove, restore, log_export = services.remove, services.restore, services.log_export
