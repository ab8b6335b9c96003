"""What imports bring to somebody's day: those that run, or wait to be confirmed (A4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from dangol import clock
from dangol.portal.agenda import Line
from tenants.importing.addresses import address_of
from tenants.importing.models import ImportRun
from tenants.importing.queries.runs import runs_for


def lines(user: Any, day: date) -> list[Line]:
    """Everybody's that run, and one's own of today that are not confirmed."""
    own = Q(state=ImportRun.State.UPLOADED, started_by=user.pk)
    since = clock.now().astimezone(clock.KOREA).replace(hour=0, minute=0, second=0, microsecond=0)
    runs = runs_for(user).filter(Q(state=ImportRun.State.RUNNING) | own, uploaded_at__gte=since)
    return [_line(run) for run in runs.order_by("-uploaded_at")[:3]]


def _line(run: ImportRun) -> Line:
    is_running = run.state == ImportRun.State.RUNNING
    return Line(
        title=run.file_name,
        note=_("Import"),
        address=address_of(run),
        icon="upload",
        at=run.uploaded_at,
        remark=f"{run.percent}%" if is_running else str(run.get_state_display()),
    )
