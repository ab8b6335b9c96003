"""Scans in the background."""

from __future__ import annotations

from uuid import UUID

from modules.cleansing.services import scans
from tenants.queue import company_actor


@company_actor(queue_name="runs", max_retries=3, time_limit=3_600_000)
def scan_records(scan_id: str) -> None:
    """Does the rest of a scan; may be rung twice, and after a kill goes on where it stood."""
    scans.work(UUID(scan_id))
