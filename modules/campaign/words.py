"""What the audit says of campaigns and their projects (V3, G2, G4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from messaging.models import Send
from messaging.words import people
from modules.campaign.models import Project
from modules.campaign.records import campaign_record
from modules.campaign.services.campaigns import FIELDS
from modules.campaign.services.projects import PLAN
from tenants.record_words import vocabulary_of
from tenants.vocabulary import Fact, Vocabulary, moment

campaign = vocabulary_of(
    campaign_record,
    (*FIELDS, "state"),
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
