"""What a campaign's page shows beside its own fields (G2-G4, G16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.access import user_can
from messaging.models import Hold, Send
from messaging.queries.progress import ENDED, recipients
from messaging.services import settling
from modules.campaign.models import Campaign, Project

LOOKS = {
    Send.Status.DRAFT: "",
    Send.Status.RESERVED: "wait",
    Send.Status.WAITING: "wait",
    Send.Status.RUNNING: "active",
    Send.Status.INSUFFICIENT: "warn",
    Send.Status.LIMITED: "warn",
    Send.Status.PAUSED: "warn",
    Send.Status.DONE: "ok",
    Send.Status.CANCELLED: "",
}
"""How each state of a send is drawn."""
STATE_LOOKS = {
    Campaign.State.PLANNED: "wait",
    Campaign.State.APPROVED: "info",
    Campaign.State.RUNNING: "active",
    Campaign.State.ENDED: "ok",
    Campaign.State.CLOSED: "",
}
COUNTED_LIVE = 50_000
"""Up to so many people the rows of a send are counted at each look; beyond, the last count."""


@dataclass(frozen=True)
class Line:
    """One project as the campaign's page lists it. `cost` is the won charged so far.

    total  who get its send; 0 before it starts
    done   of them, those who are through
    """

    project: Project
    look: str
    total: int
    accepted: int
    failed: int
    done: int
    cost: int

    @property
    def percent(self) -> int:
        """How many of a hundred are through."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_still(self) -> bool:
        """Whether nothing leaves just now."""
        return self.project.send.status not in (Send.Status.RUNNING, Send.Status.DONE)


def projects(user: Any, campaign: Campaign) -> Mapping[str, Any]:
    """The projects, newest first, with the state, counts and cost of their sends."""
    rows = list(campaign.projects.select_related("send").order_by("-created_at", "-id"))
    costs = _costs([row.send_id for row in rows])
    lines = [_line(row, costs.get(row.send_id, 0)) for row in rows]
    may_add = user_can(user, "campaign.project.create") and campaign.state not in (
        Campaign.State.ENDED,
        Campaign.State.CLOSED,
    )
    return {
        "campaign": campaign,
        "lines": lines,
        "cost": sum(line.cost for line in lines),
        "accepted": sum(line.accepted for line in lines),
        "failed": sum(line.failed for line in lines),
        "may_add": may_add,
    }


def state(user: Any, campaign: Campaign) -> Mapping[str, Any]:
    """The states that may follow, for users who may decide about it."""
    may = user_can(user, "campaign.campaign.approve")
    return {
        "campaign": campaign,
        "moves": [
            {"value": to.value, "word": _move_word(campaign, to)} for to in campaign.moves if may
        ],
    }


def _move_word(campaign: Campaign, to: Campaign.State) -> str:
    """What the button says that moves the campaign to the state."""
    if to == Campaign.State.RUNNING and campaign.state == Campaign.State.ENDED:
        return _("Run again")
    words = {
        Campaign.State.PLANNED: _("Withdraw approval"),
        Campaign.State.APPROVED: _("Approve"),
        Campaign.State.RUNNING: pgettext("verb", "Start"),
        Campaign.State.ENDED: pgettext("verb", "End"),
        Campaign.State.CLOSED: _("Close for good"),
    }
    return words[to]


def _line(project: Project, cost: int) -> Line:
    send = project.send
    counts = send.tally
    rows = max(send.expected, sum(counts.values()))
    if send.status != Send.Status.DRAFT and (rows <= COUNTED_LIVE or not counts):
        counts = settling.tally(send)
    return Line(
        project=project,
        look=LOOKS[Send.Status(send.status)],
        total=recipients(send, counts),
        accepted=counts.get("accepted", 0),
        failed=counts.get("rejected", 0),
        done=sum(counts.get(state, 0) for state in ENDED),
        cost=cost,
    )


def _costs(send_ids: list[UUID]) -> dict[UUID, int]:
    rows = Hold.objects.filter(send__in=send_ids).order_by().values_list("send_id")
    return dict(rows.annotate(cost=Coalesce(Sum("captured"), 0)))
