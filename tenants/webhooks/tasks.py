"""The bell for a company's webhooks. It takes no arguments: what is to be done stands in rows."""

from __future__ import annotations

from django.utils.module_loading import import_string

from tenants.queue import company_actor

ROUND = "tenants.webhooks.services.sending.carry"


@company_actor(queue_name="webhooks", max_retries=0, time_limit=180_000)
def carry() -> None:
    """Makes deliveries of events and sends what is due; rings again when work is left."""
    if import_string(ROUND)():
        carry.ring()
