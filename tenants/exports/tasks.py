"""Files of long lists, made in the background."""

from __future__ import annotations

from uuid import UUID

from tenants.exports.services import making
from tenants.queue import company_actor


@company_actor(queue_name="runs", max_retries=3, time_limit=3_600_000)
def make_file(export_id: str) -> None:
    """Makes the file of one export; may be rung twice, and after a kill begins it anew."""
    making.make(UUID(export_id))
