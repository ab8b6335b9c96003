"""What a send was made for, as its page shows it: the messaging port (G4, S9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dangol.access import user_can
from messaging.models import Send
from messaging.ports import Again, Origin, Tab, register_origins
from modules.base.filters.sends import FAILED, UNOPENED
from modules.campaign.models import Project
from modules.campaign.queries import reach
from modules.campaign.records import campaign_record


def register() -> None:
    """The module's ready hook."""
    register_origins(origin)


def origin(send_id: UUID, user: Any) -> Origin | None:
    """The campaign of the send's project with its pages, for users who may see campaigns."""
    if not user_can(user, "campaign.project.view"):
        return None
    projects = Project.objects.select_related("campaign", "send")
    project = projects.filter(send=send_id, campaign__in=campaign_record.visible_to(user)).first()
    if project is None:
        return None
    overview = reverse("campaign:campaign-page", args=[project.campaign_id])
    return Origin(
        parent=project.campaign.name,
        address=overview,
        tabs=tuple(_tabs(project, overview, user)),
        copy=_copy(project, user),
        again=_again(project, user),
    )


def _tabs(project: Project, overview: str, user: Any) -> list[Tab]:
    tabs = [Tab(_("Campaign"), overview)]
    if user_can(user, "base.customer.view"):
        people = f"{reverse('base:customer-list')}?{urlencode(_selection(project), doseq=True)}"
        tabs.append(Tab(_("Recipients"), people, project.audience_count))
    tabs.append(Tab(_("Content"), reverse("campaign:project-message", args=[project.pk])))
    return tabs


def _selection(project: Project) -> dict[str, Any]:
    """The conditions, and the consent without which nobody gets advertising."""
    send = project.send
    if not send.advertising:
        return send.audience
    return {reach.CONSENT[send.channel]: "yes", "is_excluded": "no"} | send.audience


def _again(project: Project, user: Any) -> tuple[Again, ...]:
    """Texts tell nothing about their readers; whoever they did not reach they tell."""
    send = project.send
    if send.status not in Send.TERMINAL or not _may_add(project, user):
        return ()
    address = reverse("campaign:project-again", args=[project.pk])
    unopened = Again(_("Again to those who did not open it"), address, UNOPENED)
    failed = Again(_("Again to those it did not reach"), address, FAILED)
    return (unopened, failed) if project.is_mail else (failed,)


def _copy(project: Project, user: Any) -> str:
    if not _may_add(project, user):
        return ""
    return reverse("campaign:project-copy", args=[project.pk])


def _may_add(project: Project, user: Any) -> bool:
    """Whether the user may add another project to its campaign."""
    is_over = project.campaign.state in project.campaign.OVER
    return not is_over and user_can(user, "campaign.project.create")
