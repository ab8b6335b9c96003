"""Computing scores in the background."""

from __future__ import annotations

from uuid import UUID

from modules.scoring.services import runs
from tenants.queue import company_actor


@company_actor(queue_name="runs", max_retries=3, time_limit=3_600_000)
def compute_scores(run_id: str) -> None:
    """Does the rest of a run; may be rung twice, and after a kill goes on where it stood."""
    runs.work(UUID(run_id))
