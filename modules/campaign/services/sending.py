"""From a prepared project to its send under way: now, reserved, or to oneself (G16-G19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.services import sends, steering
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import problems
from modules.campaign.services import campaigns, projects
from tenants import audit
from tenants.people.models import User

SUBJECT = "campaign.project"


@transaction.atomic
def start(project: Project, *, confirmed: int | None, funding: str) -> Send:
    """Starts the project's send now and sets an approved campaign running.

    `confirmed` is the number of recipients that the user typed; `funding` is one of Send.Funding.
    RuleBroken for the first problem that stands in the way, or when the number is another.
    """
    project = _ready(project, problems.now(_locked(project), funding=funding))
    recipients = _confirmed(project, confirmed)
    send = steering.start(project.send, funding=funding)
    _begun(project, "start", {"recipients": recipients, "funding": funding})
    return send


@transaction.atomic
def reserve(project: Project, *, at: datetime | None, confirmed: int | None, funding: str) -> Send:
    """Reserves the project's send for a time to come and sets an approved campaign running.

    `confirmed` is as for `start`: who gets it is counted once more at that time. RuleBroken for the
    first problem that stands in the way, a time that is missing or past, or another number.
    """
    project = _ready(project, problems.later(_locked(project)))
    if at is None:
        raise RuleBroken(
            "time_missing", _("Choose the date and the time of the start."), field="scheduled_at"
        )
    send = steering.reserve(project.send, at, funding=funding)
    recipients = _confirmed(project, confirmed)
    changes = {"at": at.isoformat(), "recipients": recipients, "funding": funding}
    _begun(project, "reserve", changes)
    return send


@transaction.atomic
def test(project: Project, address: str, *, by: User) -> Send:
    """Sends the project's text to one address. RuleBroken for a text or address that cannot be."""
    send = sends.send_test(project.send, address, by=by)
    audit.record(
        "campaign.project.test", subject=SUBJECT, subject_id=project.pk, summary=project.name
    )
    return send


def _confirmed(project: Project, typed: int | None) -> int:
    """How many get it now, kept with the project. RuleBroken unless this number was typed."""
    recipients = projects.counted(project)
    if typed != recipients:
        raise RuleBroken(
            "count_differs",
            _("There are %(count)s recipients now. Type this number to confirm.")
            % {"count": f"{recipients:,}"},
            field="confirmed",
        )
    return recipients


def _locked(project: Project) -> Project:
    """The project with its campaign and its send as they are now; both cannot change meanwhile."""
    rows = Project.objects.select_for_update(of=("self", "campaign"))
    return rows.select_related("campaign", "send").get(pk=project.pk)


def _ready(project: Project, found: list[problems.Problem]) -> Project:
    stopping = next((each for each in found if each.stops), None)
    if stopping is not None:
        raise RuleBroken(stopping.code, stopping.sentence, field=stopping.field)
    return project


def _begun(project: Project, deed: str, changes: dict[str, object]) -> None:
    if project.campaign.state == Campaign.State.APPROVED:
        campaigns.move(project.campaign, Campaign.State.RUNNING)
    audit.record(
        f"campaign.project.{deed}",
        subject=SUBJECT,
        subject_id=project.pk,
        summary=project.name,
        changes=changes,
    )
