"""Work in the background: importing files."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from dangol import clock
from modules.base.models import ImportRun
from modules.base.services import imports
from tenants import context
from tenants.models import Company
from tenants.queue import company_actor

STALLED = timedelta(seconds=60)
"""A running import that no worker touched for so long is rung for again."""


@company_actor(queue_name="imports", max_retries=3, time_limit=3_600_000)
def run_import(run_id: str) -> None:
    """Imports the rest of a file; may be rung twice, and after a kill goes on where it was."""
    imports.work(UUID(run_id))


def resume_imports() -> None:
    """Rings for every import that stands still: its worker was killed, or its ring was lost."""
    with context.platform("find stalled imports"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        with context.inside(company):
            stalled = ImportRun.objects.filter(
                state=ImportRun.State.RUNNING, touched_at__lt=clock.now() - STALLED
            )
            for run_id in stalled.values_list("pk", flat=True):
                run_import.ring(str(run_id))
