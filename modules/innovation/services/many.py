"""What is not done with many of them at once, since others follow from it (U1)."""

from __future__ import annotations

from dataclasses import replace

from modules.base.services.many import one_by_one
from modules.innovation.services.tasks import tasks as task_services

tasks = replace(one_by_one(("starts_on", "ends_on")), told=task_services.concerned)
progress = one_by_one(("task_id", "reported_on", "planned", "actual"), delete=True)
kpis = one_by_one(("aim", "before", "target", "after"))
