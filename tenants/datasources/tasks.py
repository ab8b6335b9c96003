"""The bell for a company's sources of data. It takes no arguments: what is due stands in rows."""

from __future__ import annotations

from django.utils.module_loading import import_string

from tenants.queue import company_actor

ROUND = "tenants.datasources.services.fetching.work"


@company_actor(queue_name="imports", max_retries=0, time_limit=900_000)
def fetch() -> None:
    """Fetches from one source that is due; rings again when there may be more."""
    if import_string(ROUND)():
        fetch.ring()
