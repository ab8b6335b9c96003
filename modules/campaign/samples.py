"""An example campaign for a new company: a draft to look at and to send to nobody (P4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.services import sends
from modules.campaign.models import Campaign, Project
from modules.campaign.services import campaigns, projects
from tenants.people.models import User
from tenants.services import samples

AUDIENCE = {"source": ["예시"]}
"""The example customers, by the source that marks them."""
BODY = (
    "{{ name }}님, 안녕하세요.\n\n"
    "새로 나온 산업용 필터를 이번 달까지 10% 싸게 드려요.\n"
    "궁금한 점은 이 메일에 답장해 주세요.\n"
)


def add(user: User) -> list[tuple[str, str]]:
    """One campaign in planning with one mail project: recipients chosen, text written."""
    today = clock.today()
    campaign = campaigns.create(
        {
            "name": "예시: 신제품 안내",
            "kind": Campaign.Kind.PRODUCT,
            "owner_id": user.pk,
            "starts_on": today,
            "ends_on": today + timedelta(days=30),
            "budget": 500_000,
            "target_revenue": 5_000_000,
            "description": _("An example to look at. Its customers do not exist."),
        }
    )
    project = projects.create(
        campaign,
        {
            "name": "예시: 필터 할인 메일",
            "medium": Project.Medium.EMAIL,
            "kind": Project.Kind.OFFER,
            "starts_on": today,
            "ends_on": today + timedelta(days=14),
        },
        by=user,
    )
    projects.choose_audience(project, AUDIENCE)
    projects.write(project, {"subject": "(광고) 이번 달 필터 10% 할인", "body": BODY})
    return [
        ("campaign.campaign", str(campaign.pk)),
        ("campaign.project", str(project.pk)),
    ]


def changed_campaigns(ids: Sequence[str]) -> list[str]:
    """Whether people added projects of their own to it."""
    example = samples.ids_of("campaign.project")
    if not Project.objects.filter(campaign_id__in=ids).exclude(pk__in=example).exists():
        return []
    return [_("You added projects to the example campaign; it stays with them.")]


def changed_projects(ids: Sequence[str]) -> list[str]:
    """Whether it was started."""
    if not _started(ids):
        return []
    return [_("The example project was sent; it stays as a record of that.")]


@transaction.atomic
def remove_projects(ids: Sequence[str]) -> dict[str, str]:
    """Removes it with its draft; once it was started it stays. Tests of it stay as they are."""
    rows = Project.objects.select_for_update(of=("self", "campaign", "send"))
    found = list(rows.select_related("campaign", "send").filter(pk__in=ids).order_by("pk"))
    kept = [str(project.pk) for project in found if not _is_removed(project)]
    return dict.fromkeys(kept, _("The example project was sent, so it stays as a record of that."))


def _is_removed(project: Project) -> bool:
    """Removes it unless it was started, also at this very moment."""
    draft = project.send
    if draft.status != Send.Status.DRAFT:
        return False
    try:
        with transaction.atomic():
            Project.objects.filter(pk=project.pk).delete()
            sends.delete(draft)
    except RuleBroken:
        return False
    return True


def remove_campaigns(ids: Sequence[str]) -> dict[str, str]:
    """Removes it for good, also from the trash; with a project left in it, it stays."""
    used = {str(pk) for pk in Project.objects.filter(campaign_id__in=ids).values_list(
        "campaign_id", flat=True
    )}  # fmt: skip
    Campaign.objects.filter(pk__in=set(ids) - used).delete()
    return dict.fromkeys(used, _("The example campaign has other projects, so it stays with them."))


def _started(ids: Sequence[str]) -> list[str]:
    projects_sent = Project.objects.filter(pk__in=ids).exclude(send__status=Send.Status.DRAFT)
    return [str(pk) for pk in projects_sent.values_list("pk", flat=True)]
