"""Imports that nobody sits before: checked, they start by themselves, or wait (A20, U5)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from dangol import notices
from tenants import audit
from tenants.importing.models import GoesOn, ImportRun
from tenants.importing.services.runs import in_the_name_of, start

SUBJECT = "tenants.import"
State = ImportRun.State


@transaction.atomic
def go_on(run_id: UUID, ring: Callable[[], None]) -> None:
    """Starts a checked import that goes on by itself; else it waits, and its user is told.

    Imports that a person starts are left alone. `ring` wakes a worker after the commit.
    """
    run = ImportRun.objects.exclude(goes_on="").select_for_update(of=("self",))
    found = run.select_related("started_by").filter(pk=run_id).first()
    if found is None:
        return
    if found.state == State.CHECKED and _may_start(found):
        with in_the_name_of(found.started_by):
            start(found, ring)
    elif found.state in (State.CHECKED, State.UPLOADED):
        wait(found)


def _may_start(run: ImportRun) -> bool:
    if run.goes_on == GoesOn.CLEAN:
        return not run.will_reject
    return run.goes_on == GoesOn.ALWAYS


def wait(run: ImportRun) -> None:
    """From now on a person goes on with it: told to its user, by the system."""
    run.goes_on = ""
    run.save(update_fields=["goes_on"])
    facts = {"rejected": run.will_reject, "state": str(run.state)}
    told = notices.Told(kind="tenants.import.waits", record=SUBJECT, key=str(run.pk), facts=facts)
    with audit.acting(audit.SYSTEM):
        notices.tell(told, [run.started_by_id])
