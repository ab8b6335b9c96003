"""The campaign as a record type (G2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    Board,
    Calendar,
    ChoiceFilter,
    Column,
    DateFilter,
    Look,
    NumberFilter,
    Panel,
    Peek,
    Record,
    Search,
    Section,
    View,
)
from dangol.records.states import drawn_state
from modules.campaign.filters import SendsFilter
from modules.campaign.forms.campaigns import CampaignForm
from modules.campaign.models import Campaign
from modules.campaign.queries import overview
from modules.campaign.services import campaigns, many
from tenants.queries.owners import owner_filter

STATE_TONES = {str(state): tone for state, tone in overview.STATE_LOOKS.items()}
state_mark = drawn_state("state", overview.STATE_LOOKS)


def badges(look: Look) -> list[str]:
    """What stands beside the name."""
    return [] if "state" in look.hidden else [state_mark(look.instance)]


def reversible_moves(campaign: Campaign) -> list[str]:
    """The states that a card can be moved to. Closing is for good: that is done on its page."""
    return [state for state in campaign.moves if state != Campaign.State.CLOSED]


campaign_record = Record(
    code="campaign.campaign",
    model=Campaign,
    label=_("Campaign"),
    plural=_("Campaigns"),
    icon="megaphone",
    title="name",
    counted=ngettext_lazy("%(shown)s campaign", "%(shown)s campaigns", "count"),
    subtitle=("kind",),
    columns=(
        Column(name="name"),
        Column(name="kind", phone="sub"),
        Column(name="state", phone="end", draw=state_mark),
        Column(name="owner", sort=""),
        Column(name="starts_on", phone="end-sub"),
        Column(name="ends_on"),
        Column(name="budget", total=True),
        Column(name="target_revenue", total=True),
        Column(name="created_at", optional=True),
    ),
    sort="-created_at",
    views=(
        View(code="mine", label=_("My campaigns"), query="owner=me"),
        View(code="running", label=pgettext_lazy("campaign", "Running"), query="state=running"),
    ),
    boards=(
        Board(
            field="state",
            card=("kind", "starts_on", "owner"),
            money="budget",
            tones=STATE_TONES,
            move=campaigns.move,
            targets=reversible_moves,
        ),
    ),
    calendars=(
        Calendar(field="starts_on", until="ends_on", colour="state", tones=STATE_TONES),
        Calendar(field="ends_on", colour="state", tones=STATE_TONES),
    ),
    badges=badges,
    peek=Peek(
        facts=("owner", "starts_on", "ends_on", "budget", "target_revenue", "description"),
    ),
    filters=(
        ChoiceFilter(field="state"),
        ChoiceFilter(field="kind"),
        SendsFilter(),
        owner_filter(),
        DateFilter(field="starts_on"),
        DateFilter(field="ends_on"),
        NumberFilter(field="budget", is_money=True),
        NumberFilter(field="target_revenue", is_money=True),
    ),
    search=(Search(field="name"), Search(field="description")),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("name", "kind", "owner", "starts_on", "ends_on", "description"),
        ),
        Section(
            label=_("Cost and return, in won"),
            fields=("budget", "residual_value", "target_revenue"),
        ),
    ),
    form=CampaignForm,
    **campaigns.services.declared,
    bulk=many.bulk,
    panels=(
        Panel(template="campaign/panels/state.html", context=overview.state),
        Panel(template="campaign/panels/projects.html", context=overview.projects),
    ),
)
