"""The bell for a company's triggers. It takes no arguments: what is to be done stands in rows."""

from __future__ import annotations

from django.utils.module_loading import import_string

from tenants.queue import company_actor

ROUND = "tenants.triggers.services.acting.work"


@company_actor(queue_name="triggers", max_retries=0, time_limit=600_000)
def work() -> None:
    """Looks at what happened and does what is due; rings again when work is left."""
    if import_string(ROUND)():
        work.ring()
