"""Promising work in a transaction and doing it afterwards (see `tenants.models.Errand`)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

from dangol import clock
from tenants import context
from tenants.models import Company, Errand
from tenants.queue import platform_actor

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
"""With doubling pauses this spans about eight hours; then the errand is parked."""
FIRST_PAUSE = timedelta(seconds=60)
"""Longer than any errand takes, so that none is done twice at the same time."""
FOR_COMPANIES = frozenset({"tenants.customising.indexing.build"})
"""Work that a company promises and the platform does for it: what a company's role may not."""


def post(work: str, *args: Any, company: Company | None = None) -> Errand:
    """Promises `work` (dotted path of a function) with JSON arguments, for the present context.

    Call it inside the transaction of the deed that promises; the bell rings after the commit. The
    platform may name the `company` in whose context it is to be done.
    """
    errand = Errand(company=company or context.company_or_none(), work=work, args=list(args))
    errand.save(force_insert=True)
    transaction.on_commit(lambda: run.ring(str(errand.pk)))
    return errand


def post_many(work: str, keys: Iterable[str]) -> None:
    """Promises `work` once for each key, written together; otherwise as `post`."""
    company = context.company_or_none()
    rows = Errand.objects.bulk_create(Errand(company=company, work=work, args=[k]) for k in keys)

    def ring() -> None:
        for each in rows:
            run.ring(str(each.pk))

    transaction.on_commit(ring)


@platform_actor("run an errand", queue_name="errands", max_retries=0)
def run(errand_id: str) -> None:
    """Does one errand if it is due and nobody else is at it."""
    errand = _begin(errand_id)
    if errand is None:
        return
    try:
        with transaction.atomic(), _place(errand):
            import_string(errand.work)(*_arguments(errand))
    except Exception as error:  # noqa: BLE001  (whatever it is, it is kept and tried again)
        log.warning("Errand %s failed (attempt %s): %s", errand, errand.attempts, error)
        errand.error = f"{type(error).__name__}: {error}"
    else:
        errand.done_at = clock.real_now()
        errand.error = ""
    errand.save(update_fields=["done_at", "error"])


@transaction.atomic
def _begin(errand_id: str) -> Errand | None:
    """Counts the attempt and puts the next one off, before anything can go wrong.

    Committed by itself: a worker that is killed over an errand has still used up an attempt.
    """
    errand = (
        Errand.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("company")
        .filter(pk=errand_id, done_at=None, next_at__lte=clock.real_now())
        .filter(attempts__lt=MOST_ATTEMPTS)
        .first()
    )
    if errand is None:
        return None
    errand.attempts += 1
    errand.next_at = clock.real_now() + FIRST_PAUSE * 2 ** (errand.attempts - 1)
    errand.save(update_fields=["attempts", "next_at"])
    return errand


def _place(errand: Errand) -> AbstractContextManager[Any]:
    if errand.company is None or errand.work in FOR_COMPANIES:
        return context.platform("run an errand")
    return context.inside(errand.company)


def _arguments(errand: Errand) -> list[Any]:
    """What the work is called with; work of the platform for a company hears which one, first."""
    return [errand.company_id, *errand.args] if errand.work in FOR_COMPANIES else errand.args


def ring_due() -> None:
    """The sweeper's part: rings for every errand that is due and not done."""
    with context.platform("ring for due errands"):
        due = Errand.objects.filter(
            done_at=None, next_at__lte=clock.real_now(), attempts__lt=MOST_ATTEMPTS
        )
        for key in due.order_by("next_at").values_list("pk", flat=True)[:500]:
            run.ring(str(key))
