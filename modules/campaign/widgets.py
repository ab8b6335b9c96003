"""Tiles of the portal about sends (A3, S9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Case, Q, QuerySet, Sum, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangol import clock
from messaging.models import Hold, Message, Send
from messaging.queries import counting
from messaging.queries.progress import recipients
from modules.campaign.models import Project
from modules.campaign.records import campaign_record

LINES = 5
AGAIN = 3
"""Seconds after which the tile looks again while something is being sent."""
MOVING = (Send.Status.WAITING, Send.Status.RUNNING)
LATELY = timedelta(days=14)
State = Message.State


class ProgressForm(forms.Form):
    """Whose sends the tile of progress shows."""

    whose = forms.ChoiceField(
        label=_("Whose sends"),
        choices=[("all", _("Everybody's")), ("mine", _("Mine"))],
        initial="all",
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class Line:
    """One send as a tile draws it. Counts are people; `cost` the won charged so far."""

    project: Project
    total: int
    accepted: int
    failed: int
    cost: int = 0

    @property
    def send(self) -> Send:
        return self.project.send

    @property
    def done(self) -> int:
        return self.accepted + self.failed

    @property
    def left(self) -> int:
        return max(0, self.total - self.done)

    @property
    def is_still(self) -> bool:
        """Whether its bar is drawn pale: nothing leaves now."""
        return self.send.status not in (*MOVING, Send.Status.DONE)


def progress(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Sends under way, those that need somebody first, then what ended lately."""
    rows = _projects(user).exclude(send__status__in=(Send.Status.DRAFT, Send.Status.CANCELLED))
    rows = rows.filter(
        ~Q(send__status=Send.Status.DONE) | Q(send__finished_at__gte=clock.now() - LATELY)
    )
    if settings["whose"] == "mine":
        rows = rows.filter(send__created_by=user.pk)
    found = list(rows.order_by(_urgency(), "-send__started_at", "-created_at")[: LINES + 1])
    lines = [_line(project) for project in found[:LINES]]
    return {
        "lines": lines,
        "count": sum(line.send.status != Send.Status.DONE for line in lines) or "",
        "more": f"{reverse('campaign:campaign-list')}?sends=open",
        "is_more": len(found) > LINES,
        "again": AGAIN if any(line.send.status in MOVING for line in lines) else 0,
    }


def mine(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """What this user sent lately, with results and cost."""
    rows = _projects(user).filter(send__created_by=user.pk, send__started_at__isnull=False)
    lines = [_line(project) for project in rows.order_by("-send__started_at", "-id")[:LINES]]
    costs = _costs(line.send.pk for line in lines)
    return {
        "lines": [_with_cost(line, costs.get(line.send.pk, 0)) for line in lines],
        "again": AGAIN if any(line.send.status in MOVING for line in lines) else 0,
    }


def _projects(user: Any) -> QuerySet[Project]:
    """Projects of the campaigns that this user may see."""
    return Project.objects.filter(campaign__in=campaign_record.visible_to(user)).select_related(
        "send", "campaign"
    )


def _urgency() -> Case:
    """What needs somebody, what is under way, what is to come, what is over."""
    stopped = (Send.Status.INSUFFICIENT, Send.Status.PAUSED)
    running = (*MOVING, Send.Status.LIMITED)
    return Case(
        When(send__status__in=running, then=Value(0)),
        When(send__status__in=stopped, then=Value(1)),
        When(send__status=Send.Status.RESERVED, then=Value(2)),
        default=Value(3),
    )


def _line(project: Project) -> Line:
    send = project.send
    counts: Mapping[str, int] = send.tally
    if send.status != Send.Status.RESERVED and (send.status not in Send.TERMINAL or not counts):
        counts = counting.count(send).states
    return Line(
        project=project,
        total=recipients(send, counts),
        accepted=counts.get(State.ACCEPTED, 0),
        failed=counts.get(State.REJECTED, 0) + counts.get(State.UNKNOWN, 0),
    )


def _with_cost(line: Line, cost: int) -> Line:
    return Line(line.project, line.total, line.accepted, line.failed, cost)


def _costs(send_ids: Iterable[UUID]) -> dict[UUID, int]:
    """{send: won charged for it}"""
    rows = Hold.objects.filter(send__in=list(send_ids)).order_by().values_list("send_id")
    return {key: cost or 0 for key, cost in rows.annotate(cost=Sum("captured"))}
