"""Which campaigns reached a customer, and what became of it: a tab of the customer's page (B12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records import Look, Tab
from dangol.records.page.contents import attach_tab
from messaging import reasons
from messaging.models import Message, MessageEvent
from modules.campaign.models import Project
from modules.campaign.queries import origins
from modules.campaign.records import campaign_record

MOST = 100
"""Messages of a customer, the latest first."""
Kind = MessageEvent.Kind
TOLD = (Kind.CLICKED, Kind.OPENED, Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BOUNCED)
DONE = {Message.State.ACCEPTED: "ok", Message.State.REJECTED: "err", Message.State.SKIPPED: "warn"}


def register() -> None:
    """The module's ready hook: what a send was made for, and the tab of customers."""
    origins.register()
    attach_tab("base.customer", tab)


def campaigns_of(look: Look) -> Mapping[str, Any]:
    """A line for each message of a campaign that this user may see."""
    told = MessageEvent.objects.filter(message=OuterRef("pk"), kind__in=TOLD, machine=False)
    rows = list(
        Message.objects.filter(contact_id=look.instance.pk)
        .annotate(deeds=ArraySubquery(told.values("kind").distinct()))
        .order_by("-id")[:MOST]
    )
    projects = _projects(look.user, [row.send_id for row in rows])
    lines = [_line(row, projects[row.send_id]) for row in rows if row.send_id in projects]
    return {"lines": lines, "most": MOST if len(rows) == MOST else 0}


def _projects(user: Any, sends: Sequence[Any]) -> dict[Any, Project]:
    """{id of a send: its project} with the campaign."""
    open_to = campaign_record.visible_to(user).order_by().values("pk")
    found = Project.objects.filter(send__in=set(sends), campaign__in=open_to)
    return {each.send_id: each for each in found.select_related("campaign")}


def _line(row: Any, project: Project) -> dict[str, Any]:
    return {
        "campaign": project.campaign,
        "address": reverse("campaign:campaign-page", args=[project.campaign_id]),
        "project": project,
        "at": row.state_at,
        "tone": "warn" if Kind.BOUNCED in row.deeds else DONE.get(row.state, ""),
        "result": _result(row),
        "reason": reasons.sentence(row.reason),
    }


def _result(row: Any) -> str:
    """What the person did with it, else how it ended."""
    deeds = [str(Kind(each).label) for each in TOLD if each in row.deeds]
    if deeds:
        return ", ".join(deeds)
    if row.state == Message.State.REJECTED and row.error_class:
        return reasons.word(row.error_class)
    return str(Message.State(row.state).label) if row.state else _("Unknown")


tab = Tab(
    code="campaigns",
    label=gettext_lazy("Campaigns"),
    template="campaign/tabs/customer.html",
    context=campaigns_of,
    permission="campaign.campaign.view",
)
