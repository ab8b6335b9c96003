"""Promising work in a transaction and doing it afterwards (see `tenants.models.Errand`)."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

from dangol import clock
from tenants import context
from tenants.models import Errand
from tenants.queue import platform_actor

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12
"""With doubling pauses from 10 s this spans about eleven hours; then the errand is parked."""


def post(work: str, *args: Any) -> Errand:
    """Promises `work` (dotted path of a function) with JSON arguments, for the present context.

    Call it inside the transaction of the deed that promises; the bell rings after the commit.
    """
    errand = Errand(company=context.company_or_none(), work=work, args=list(args))
    errand.save(force_insert=True)
    transaction.on_commit(lambda: run.ring(str(errand.pk)))
    return errand


@platform_actor("run an errand", queue_name="errands", max_retries=0)
def run(errand_id: str) -> None:
    """Does one errand if it is due and nobody else is at it."""
    with transaction.atomic():
        errand = (
            Errand.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("company")
            .filter(pk=errand_id, done_at=None, next_at__lte=clock.real_now())
            .first()
        )
        if errand is None or errand.attempts >= MOST_ATTEMPTS:
            return
        _attempt(errand)
        errand.save(update_fields=["attempts", "next_at", "done_at", "error"])


def _attempt(errand: Errand) -> None:
    errand.attempts += 1
    try:
        with transaction.atomic(), _place(errand):
            import_string(errand.work)(*errand.args)
    except Exception as error:  # noqa: BLE001  (any failure is kept with the errand and tried again)
        log.warning("Errand %s failed (attempt %s): %s", errand, errand.attempts, error)
        errand.error = f"{type(error).__name__}: {error}"
        errand.next_at = clock.real_now() + timedelta(seconds=10 * 2 ** (errand.attempts - 1))
    else:
        errand.done_at = clock.real_now()
        errand.error = ""


def _place(errand: Errand) -> AbstractContextManager[Any]:
    if errand.company is None:
        return context.platform("run an errand")
    return context.inside(errand.company)


def ring_due() -> None:
    """The sweeper's part: rings for every errand that is due and not done."""
    with context.platform("ring for due errands"):
        due = Errand.objects.filter(
            done_at=None, next_at__lte=clock.real_now(), attempts__lt=MOST_ATTEMPTS
        )
        for key in due.order_by("next_at").values_list("pk", flat=True)[:500]:
            run.ring(str(key))
