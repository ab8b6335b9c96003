"""Work in the background: importing files."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from dangol import clock
from modules.base.models import ImportRun
from modules.base.services import import_checks, import_reverts, imports
from tenants import context
from tenants.models import Company
from tenants.queue import company_actor

STALLED = timedelta(seconds=60)
"""A running import that no worker touched for so long is rung for again."""


@company_actor(queue_name="imports", max_retries=3, time_limit=3_600_000)
def run_import(run_id: str) -> None:
    """Imports the rest of a file; may be rung twice, and after a kill goes on where it was."""
    imports.work(UUID(run_id))


@company_actor(queue_name="imports", max_retries=3, time_limit=3_600_000)
def check_import(run_id: str) -> None:
    """The dry run of a file; begins anew when it is rung twice."""
    import_checks.check(UUID(run_id))


@company_actor(queue_name="imports", max_retries=3, time_limit=3_600_000)
def revert_import(run_id: str) -> None:
    """Takes an import back, or counts what that would do; after a kill it goes on."""
    import_reverts.work(UUID(run_id))


def forget_old_values() -> None:
    """Forgets what imports overwrote, once they can no longer be taken back."""
    with context.platform("forget what old imports overwrote"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        with context.inside(company):
            import_reverts.forget()


def resume_imports() -> None:
    """Rings for every import that stands still: its worker was killed, or its ring was lost."""
    with context.platform("find stalled imports"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        with context.inside(company):
            stalled = ImportRun.objects.filter(
                state__in=RINGS, touched_at__lt=clock.now() - STALLED
            )
            for run_id, state in stalled.values_list("pk", "state"):
                RINGS[ImportRun.State(state)].ring(str(run_id))
            halfway = ImportRun.objects.filter(
                revert__in=import_reverts.BUSY, touched_at__lt=clock.now() - STALLED
            )
            for run_id in halfway.values_list("pk", flat=True):
                revert_import.ring(str(run_id))


RINGS = {ImportRun.State.CHECKING: check_import, ImportRun.State.RUNNING: run_import}
"""What a run in this state waits for."""
