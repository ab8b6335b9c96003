"""Which campaigns stay as they are when many are changed or removed at once (U1, G2, G3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from dangol.records.bulk import Bulk, Columns, Refusal
from modules.campaign.models import Campaign, Project
from modules.campaign.services.campaigns import CLOSED, SENDS_OPEN, open_sends, services


def refused(verb: str, columns: Columns) -> Sequence[Refusal]:
    """What one campaign refuses, for many; that none ends before it starts the database sees to."""
    if verb == "delete":
        sending = open_sends(Project.objects.filter(campaign=OuterRef("pk")))
        return [Refusal(code="sends_open", rows=Q(Exists(sending)), sentence=SENDS_OPEN)]
    return [Refusal(code="closed", rows=Q(state=Campaign.State.CLOSED), sentence=CLOSED)]


bulk = Bulk(refused=refused, told=services.concerned)
