"""Work in the background: looking for duplicates, merging by rule."""

from __future__ import annotations

from uuid import UUID

from modules.duplicates.services import scans, sweeps
from tenants.queue import company_actor


@company_actor(queue_name="runs", max_retries=3, time_limit=3_600_000)
def look_through(scan_id: str) -> None:
    """Does a scan; begins anew when it is rung twice."""
    scans.work(UUID(scan_id))


@company_actor(queue_name="runs", max_retries=3, time_limit=3_600_000)
def sweep(sweep_id: str) -> None:
    """Merges by rule, or takes a round back; after a kill it goes on where it stood."""
    sweeps.work(UUID(sweep_id))
