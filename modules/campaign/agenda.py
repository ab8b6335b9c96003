"""What sends bring to somebody's day: those reserved for it (A4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from dangol import clock
from dangol.portal.agenda import Line
from messaging.models import Send
from modules.campaign.models import Project
from modules.campaign.records import campaign_record

MOST = 6


def lines(user: Any, day: date) -> list[Line]:
    """Sends reserved for the day or started on it, by their time."""
    midnight = clock.midnight(day)
    rows = Project.objects.filter(
        campaign__in=campaign_record.visible_to(user),
        send__scheduled_at__gte=midnight,
        send__scheduled_at__lt=midnight + timedelta(days=1),
    ).exclude(send__status__in=(Send.Status.DRAFT, Send.Status.CANCELLED))
    return [
        _line(project)
        for project in rows.select_related("send", "campaign").order_by("send__scheduled_at")[:MOST]
    ]


def _line(project: Project) -> Line:
    send = project.send
    return Line(
        title=project.name,
        note=project.campaign.name,
        address=reverse("messaging:send-page", args=[send.pk]),
        icon="mail" if project.is_mail else "message-square-text",
        at=send.scheduled_at,
        remark=str(send.get_status_display()),
        is_past=send.status != Send.Status.RESERVED,
    )
