"""Adding and preparing projects: whom they are for, and what they say (G4, G6, G17, G19).

A project's recipients and text are kept by its send, a draft of the message engine until it starts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.services import sends
from modules.base.filters.sends import FAILED, UNOPENED, parameter
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import reach, senders
from tenants import audit, context
from tenants.people.models import User

SUBJECT = "campaign.project"
COPIED = (
    "subject", "body", "advertising", "sender_name", "sender_address", "sender_number",
    "opt_out_number", "hours_from", "hours_to", "per_hour",
)  # fmt: skip
"""What a copy takes over of the text."""
AGAIN = (UNOPENED, FAILED)
"""Who is written to again: those who did not open it, those who could not be reached."""
PLAN = ("name", "kind", "starts_on", "ends_on")


@transaction.atomic
def create(campaign: Campaign, values: dict[str, Any], *, by: User) -> Project:
    """Adds a project with its draft: advertising, from the company's usual sender.

    `values` are name, medium, kind, starts_on and ends_on. RuleBroken when the campaign is over, or
    when the project would end before it starts.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state in Campaign.OVER:
        raise RuleBroken("over", _("This campaign is over. Add the project to another campaign."))
    _check_period(values["starts_on"], values["ends_on"])
    draft = sends.create(
        by=by,
        name=values["name"],
        channel=values["medium"],
        advertising=True,
        **senders.starting(values["medium"], default_name=context.company().name),
    )
    project = Project(campaign=campaign, send=draft, **values)
    project.save(force_insert=True)
    _audit("create", project)
    return project


@transaction.atomic
def edit(project: Project, values: dict[str, Any]) -> Project:
    """Changes name, type and period of a project. RuleBroken once it was started."""
    project = _draft(project)
    _check_period(values["starts_on"], values["ends_on"])
    before = Project.objects.get(pk=project.pk)
    for name in PLAN:
        setattr(project, name, values[name])
    changes = audit.differences(before, project, list(PLAN))
    if changes:
        project.save(update_fields=list(PLAN))
        sends.update(project.send, name=project.name)
        _audit("edit", project, changes)
    return project


@transaction.atomic
def copy(project: Project, *, by: User) -> Project:
    """A new project of the same campaign, for the same people, with the same text.

    RuleBroken when the campaign is over.
    """
    number = project.campaign.projects.filter(medium=project.medium).count() + 1
    words = {"campaign": project.campaign.name[:60], "medium": project.get_medium_display()}
    name = _("%(campaign)s – %(medium)s %(n)s") % {**words, "n": number}
    fresh = _like(project, name, project.send.audience, by)
    fresh.audience_count, fresh.audience_at = project.audience_count, project.audience_at
    fresh.save(update_fields=["audience_count", "audience_at"])
    return fresh


@transaction.atomic
def again(project: Project, who: str, *, by: User) -> Project:
    """A new project with the same text for those of whom nothing came: `who` is one of `AGAIN`
    (G5). It is named by its day.

    RuleBroken when the campaign is over, when the project is still under way, or for nobody.
    """
    if project.send.status not in Send.TERMINAL:
        raise RuleBroken("not_ended", _("The send is still under way. Wait until it has ended."))
    words = {"name": project.name[:60], "day": f"{clock.today():%Y-%m-%d}"}
    query = {parameter(who): [str(project.send_id)]}
    if not reach.matching(query).exists():
        raise RuleBroken("no_recipients", _("There is nobody to send it to again."))
    fresh = _like(project, _("%(name)s_%(day)s resend") % words, query, by)
    counted(fresh)
    return fresh


def _like(project: Project, name: str, audience: dict[str, Any], by: User) -> Project:
    """A draft of the same campaign with the text of the project."""
    today, campaign = clock.today(), project.campaign
    plan = {
        "name": name,
        "medium": project.medium,
        "kind": project.kind,
        "starts_on": max(today, campaign.starts_on),
        "ends_on": max(today, campaign.ends_on),
    }
    fresh = create(campaign, plan, by=by)
    text = {field: getattr(project.send, field) for field in COPIED}
    sends.update(fresh.send, audience=audience, **text)
    return fresh


@transaction.atomic
def delete(project: Project) -> None:
    """Throws a project away. RuleBroken once it was started, or a test of it went out."""
    project = _draft(project)
    if project.send.tests.exists():
        raise RuleBroken(
            "tested", _("A test of this project was sent, so it is kept as a record of that.")
        )
    key, draft = project.pk, project.send
    project.delete()
    project.pk = key
    sends.delete(draft)
    _audit("delete", project)


@transaction.atomic
def choose_audience(project: Project, parameters: Mapping[str, Sequence[str]]) -> Project:
    """Keeps whom the project is for, in the filter language of the customers' list.

    RuleBroken for a filter that is unknown or wrong, for nobody, and once it was started.
    """
    project = _draft(project)
    query = reach.query_of(parameters)
    if not reach.matching(query).exists():
        raise RuleBroken(
            "no_recipients", _("No customer matches these conditions. Loosen one of them.")
        )
    sends.update(project.send, audience=query)
    count = counted(project)
    _audit("audience", project, {"query": query, "count": count})
    return project


def counted(project: Project) -> int:
    """Counts who gets the project's message now, and keeps the number with it."""
    count = reach.of_send(project.send).reachable
    project.audience_count, project.audience_at = count, clock.now()
    project.save(update_fields=["audience_count", "audience_at"])
    return count


@transaction.atomic
def write(project: Project, values: dict[str, Any]) -> Project:
    """Keeps sender, subject and text. What is wrong with them is said before sending, not here.

    RuleBroken once it was started.
    """
    project = _draft(project)
    was_advertising = project.send.advertising
    sends.update(project.send, **values)
    if project.audience_count is not None and project.send.advertising != was_advertising:
        counted(project)
    _audit("write", project)
    return project


def _draft(project: Project) -> Project:
    """The project with its send, both locked. RuleBroken once the send was started."""
    project = Project.objects.select_for_update().select_related("send").get(pk=project.pk)
    if project.send.status != Send.Status.DRAFT:
        raise RuleBroken(
            "started_already",
            _("This project has been started and cannot be changed. Add another one."),
        )
    return project


def _check_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise RuleBroken(
            "ends_before_start",
            _("The project ends before it starts. Choose a later end."),
            field="ends_on",
        )


def _audit(deed: str, project: Project, changes: dict[str, Any] | None = None) -> None:
    audit.record(
        f"campaign.project.{deed}",
        subject=SUBJECT,
        subject_id=project.pk,
        summary=project.name,
        changes=changes,
    )
