"""Provider reports: kept as they come, applied in their companies, each once (S3, S7).

A report is a row before the provider hears that it arrived; the transaction that applies it takes
the row away. Whatever dies in between, nothing is lost and nothing counts twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from dangol import clock
from messaging.deliverylog import Entry
from messaging.dispatch.models import ProviderAccount, ProviderReport
from messaging.models import MessageEvent
from messaging.services import deliveries
from tenants import context
from tenants.models import Company

log = logging.getLogger(__name__)

REASON = "provider reports"
CHUNK = 500
"""Reports of one transaction."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
"""How long one waits that could not be applied: twice as long each time."""
HEARD = timedelta(minutes=1)
"""How exactly an account knows when its provider was heard last."""


def account_of(code: str, kind: str) -> ProviderAccount | None:
    with context.platform(REASON):
        return ProviderAccount.objects.filter(code=code, kind=kind).first()


def receive(account: ProviderAccount, schema: str, key: str, entries: Sequence[Entry]) -> bool:
    """Keeps the report `key` for its company, once; False when there is no such company."""
    hear(account)
    with context.platform(REASON):
        company = Company.objects.filter(schema_name=schema).first()
        if company is None:
            return False
        row = ProviderReport(
            company=company, account=account.code, key=key, body=[*map(_written, entries)]
        )
        ProviderReport.objects.bulk_create([row], ignore_conflicts=True)
    return True


def hear(account: ProviderAccount) -> None:
    """Its provider reports back; written at most once a minute."""
    now = clock.real_now()
    if account.heard_at is None or account.heard_at < now - HEARD:
        with context.platform(REASON):
            ProviderAccount.objects.filter(pk=account.pk).update(heard_at=now)


def is_first_bell() -> bool:
    """Whether nobody rang within the last second: one worker takes all that came meanwhile."""
    return bool(cache.add("feedback/bell", 1, 1))


def waiting() -> QuerySet[ProviderReport]:
    """The reports that are due."""
    return ProviderReport.objects.filter(next_at__lte=clock.real_now())


def apply_all() -> None:
    """Applies what waits, company by company; a mistake in one never stops the others."""
    with context.platform(REASON):
        open_for = list(waiting().order_by().values_list("company", flat=True).distinct())
        companies = list(Company.objects.filter(pk__in=open_for))
    for company in companies:
        with context.inside(company):
            try:
                while apply_some():
                    pass
            except Exception:
                log.exception("Reports for company %s could not be applied.", company.pk)


def apply_some() -> int:
    """Applies the next reports of the present company; how many. 0 when others have them."""
    rows = _next(CHUNK)
    if not rows:
        return 0
    try:
        return _apply(rows)
    except Exception:
        log.exception("Reports could not be applied together; each is tried by itself.")
    for key in rows:
        _apply_alone(key)
    return len(rows)


def _next(most: int) -> list[UUID]:
    own = waiting().filter(company=context.company()).order_by("next_at", "pk")
    return list(own.values_list("pk", flat=True)[:most])


@transaction.atomic
def _apply(keys: Sequence[UUID]) -> int:
    found = ProviderReport.objects.filter(pk__in=keys, company=context.company())
    rows = list(found.select_for_update(skip_locked=True).order_by("account", "next_at", "pk"))
    for account, group in groupby(rows, key=lambda row: row.account):
        deliveries.apply([_read(each) for row in group for each in row.body], account)
    ProviderReport.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _apply_alone(key: UUID) -> None:
    try:
        _apply([key])
    except Exception:
        log.exception("Report %s could not be applied.", key)
        _put_off(key)


def _put_off(key: UUID) -> None:
    for row in ProviderReport.objects.filter(pk=key):
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.failures, 20))
        row.failures, row.next_at = row.failures + 1, clock.real_now() + pause
        row.save(update_fields=["failures", "next_at"])


def _written(entry: Entry) -> dict[str, Any]:
    found = asdict(entry) | {"kind": str(entry.kind), "message_id": str(entry.message_id or "")}
    return found | {"at": entry.at.isoformat() if entry.at else ""}


def _read(body: dict[str, Any]) -> Entry:
    return Entry(
        kind=MessageEvent.Kind(body["kind"]),
        message_id=UUID(body["message_id"]) if body["message_id"] else None,
        address=body["address"],
        at=parse_datetime(body["at"]) if body["at"] else None,
        event_id=body["event_id"],
        provider_id=body["provider_id"],
    )
