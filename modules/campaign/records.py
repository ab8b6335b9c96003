"""The campaign as a record type (G2)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    Panel,
    Record,
    RelationFilter,
    Search,
    Section,
)
from modules.campaign.filters import SendsFilter
from modules.campaign.forms.campaigns import CampaignForm
from modules.campaign.models import Campaign
from modules.campaign.queries import overview
from modules.campaign.services import campaigns
from tenants.people.models import User


def visible_to(user: Any) -> QuerySet[Campaign]:
    """Every campaign that is not in the trash; departments narrow this down later (P5)."""
    return Campaign.objects.present()


def trash_of(user: Any) -> QuerySet[Campaign]:
    return Campaign.objects.exclude(deleted_at=None)


def owners(user: Any) -> QuerySet[User]:
    return User.objects.order_by("name", "id")


campaign_record = Record(
    code="campaign.campaign",
    model=Campaign,
    label=_("Campaign"),
    plural=_("Campaigns"),
    icon="megaphone",
    title="name",
    subtitle=("kind",),
    columns=(
        Column(name="name"),
        Column(name="kind"),
        Column(name="state"),
        Column(name="owner", sort=""),
        Column(name="starts_on"),
        Column(name="ends_on"),
        Column(name="budget"),
        Column(name="target_revenue"),
        Column(name="created_at"),
    ),
    sort="-created_at",
    filters=(
        ChoiceFilter(field="state"),
        ChoiceFilter(field="kind"),
        SendsFilter(),
        RelationFilter(field="owner", among=owners),
        DateFilter(field="starts_on"),
        DateFilter(field="ends_on"),
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
    create=campaigns.create,
    edit=campaigns.edit,
    remove=campaigns.remove,
    restore=campaigns.restore,
    exported=campaigns.log_export,
    visible_to=visible_to,
    trash_of=trash_of,
    panels=(
        Panel(template="campaign/panels/state.html", context=overview.state),
        Panel(template="campaign/panels/projects.html", context=overview.projects),
        Panel(template="records/changes.html", context=overview.changes),
    ),
)
