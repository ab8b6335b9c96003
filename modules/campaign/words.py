"""What the audit says of campaigns and their projects (V3, G2, G4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.records.selection import words_of
from messaging.models import Send
from messaging.words import people
from modules.campaign.models import Campaign, Project
from modules.campaign.records import campaign_record
from modules.campaign.services.campaigns import FIELDS
from modules.campaign.services.projects import PLAN
from tenants.vocabulary import Fact, Vocabulary, moment


def list_in_words(query: str) -> str:
    """A list's conditions, as the address held them."""
    return words_of(campaign_record, query)


campaign = Vocabulary(
    subject="campaign.campaign",
    label=_("Campaign"),
    model=Campaign,
    fields=(*FIELDS, "state"),
    facts={
        "rows": Fact(label=_("Rows"), like=120),
        "reason": Fact(label=_("Reason"), say=str, like="Backup"),
        "query": Fact(label=_("Conditions of the list"), say=list_in_words, like="state=running"),
    },
    deeds={"campaign.campaign.move": _("State of the campaign changed")},
)

project = Vocabulary(
    subject="campaign.project",
    label=_("Project"),
    model=Project,
    fields=PLAN,
    facts={
        "query": Fact(label=_("Recipients"), say=people, like={"grade": ["1"]}),
        "count": Fact(label=_("Customers"), like=120),
        "recipients": Fact(label=_("Number of recipients"), like=118),
        "funding": Fact(label=_("Payment"), words=dict(Send.Funding.choices)),
        "at": Fact(label=_("Reserved for"), say=moment, like="2026-11-28T01:00:00+00:00"),
    },
)
