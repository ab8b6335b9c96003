"""Work in the background: importing files."""

from __future__ import annotations

from uuid import UUID

from tenants.importing.intakes import kind_of, plan_of
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, going, reverts, runs
from tenants.queue import company_actor


@company_actor(queue_name="imports", max_retries=3, time_limit=3_600_000)
def run_import(run_id: str) -> None:
    """Imports the rest of a file; may be rung twice, and after a kill goes on where it was."""
    runs.work(UUID(run_id))


@company_actor(queue_name="imports", max_retries=3, time_limit=3_600_000)
def check_import(run_id: str) -> None:
    """The dry run of a file; begins anew when it is rung twice. Some imports then go on."""
    checks.check(UUID(run_id))
    going.go_on(UUID(run_id), lambda: run_import.ring(run_id))


def check_soon(run: ImportRun) -> None:
    """The dry run at once where it takes no longer than a page may, else in the background."""
    if run.rows_total <= kind_of(plan_of(run)).recounted:
        checks.check(run.pk)
    else:
        check_import.ring(str(run.pk))


@company_actor(queue_name="imports", max_retries=3, time_limit=3_600_000)
def revert_import(run_id: str) -> None:
    """Takes an import back, or counts what that would do; after a kill it goes on."""
    reverts.work(UUID(run_id))
