"""Writing usage: a few statements for any number of messages, each message once (Q3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from billing.models.usage import UsageConflict, UsageKey
from billing.services.pricing import digest
from dangol import clock
from dangol.ids import new_id
from tenants.models import Company


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One billable fact, before its money is known to be prepaid or not."""

    source: str
    event_id: UUID
    send_id: UUID | None
    channel: str
    quantity: int
    unit_price: int
    service_month: date
    event_time: datetime
    provider: str
    provider_message_id: str

    @property
    def amount(self) -> int:
        """Won before VAT; negative for a refund."""
        return self.quantity * self.unit_price

    @property
    def body_sha256(self) -> str:
        """Digest of what makes the fact; a retry with another time is the same fact."""
        return digest(f"{self.channel}|{self.quantity}|{self.unit_price}")


def claim(company: Company, facts: Sequence[Fact]) -> list[Fact]:
    """Those of `facts` that have never been counted; from now on they are.

    One that was counted with another body is written down as a conflict and left out.
    """
    by_key = {(fact.source, fact.event_id): fact for fact in reversed(facts)}
    wanted = list(by_key.values())[::-1]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO billing_usagekey (company_id, source, event_id, body_sha256)
            SELECT %s, source, event_id, body
            FROM unnest(%s::text[], %s::uuid[], %s::text[]) AS fact (source, event_id, body)
            ON CONFLICT DO NOTHING RETURNING source, event_id
            """,
            [
                company.pk,
                _array(fact.source for fact in wanted),
                _array(fact.event_id for fact in wanted),
                _array(fact.body_sha256 for fact in wanted),
            ],
        )
        fresh = set(cursor.fetchall())
    if len(fresh) < len(facts):
        _note_conflicts(company, [f for f in facts if f is not by_key[f.source, f.event_id]])
        _note_conflicts(company, [f for key, f in by_key.items() if key not in fresh])
    return [fact for fact in wanted if (fact.source, fact.event_id) in fresh]


def _note_conflicts(company: Company, repeated: Sequence[Fact]) -> None:
    """Keeps the repeated facts whose body differs from the one that was counted."""
    keys = UsageKey.objects.filter(company=company, event_id__in=[f.event_id for f in repeated])
    counted = {(key.source, key.event_id): key.body_sha256 for key in keys}
    UsageConflict.objects.bulk_create(
        [
            UsageConflict(
                company=company,
                source=fact.source,
                event_id=fact.event_id,
                body_sha256=fact.body_sha256,
                at=clock.now(),
            )
            for fact in repeated
            if counted[fact.source, fact.event_id] != fact.body_sha256
        ],
        ignore_conflicts=True,
    )


def cover(facts: Iterable[Fact], prepaid: int) -> list[int]:
    """How much of each charge a balance of `prepaid` won covers, first come first served."""
    parts = []
    for fact in facts:
        part = min(prepaid, fact.amount)
        parts.append(part)
        prepaid -= part
    return parts


def write(company: Company, facts: Sequence[Fact], parts: Sequence[int], ledger_seq: int) -> None:
    """Adds the facts that the ledger entry charged; `parts` is what was prepaid of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO billing_usageevent
              (id, source, event_id, send_id, channel, quantity, unit_price, amount, prepaid,
               service_month, event_time, provider, provider_message_id,
               company_id, received_at, ledger_seq)
            SELECT *, %s, %s, %s FROM unnest(
              %s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::text[], %s::smallint[],
              %s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::timestamptz[], %s::text[],
              %s::text[])
            """,
            [
                company.pk,
                clock.now(),
                ledger_seq,
                _array(new_id() for _ in facts),
                _array(fact.source for fact in facts),
                _array(fact.event_id for fact in facts),
                _array(fact.send_id or "NULL" for fact in facts),
                _array(fact.channel for fact in facts),
                _array(fact.quantity for fact in facts),
                _array(fact.unit_price for fact in facts),
                _array(fact.amount for fact in facts),
                _array(parts),
                _array(fact.service_month for fact in facts),
                _array(f'"{fact.event_time.isoformat()}"' for fact in facts),
                [fact.provider for fact in facts],
                [fact.provider_message_id for fact in facts],
            ],
        )
    _add_to_totals(company, facts)
    _add_to_days(company, facts)


def _array(values: Iterable[object]) -> str:
    """The values as PostgreSQL writes an array: ids, numbers and our own words, nothing to escape.

    Many times quicker than a list that the driver looks through value by value.
    """
    return "{" + ",".join(map(str, values)) + "}"


def _or_null(value: object) -> object:
    return "NULL" if value is None else value


def _add_to_totals(company: Company, facts: Sequence[Fact]) -> None:
    counts: Counter[tuple[date, str, str, int]] = Counter()
    for fact in facts:
        counts[fact.service_month, fact.source, fact.channel, fact.unit_price] += fact.quantity
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO billing_usagetotal AS total
              (company_id, service_month, source, channel, unit_price, quantity, amount)
            SELECT %s, month, source, channel, price, quantity, price * quantity
            FROM unnest(%s::date[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
              AS flush (month, source, channel, price, quantity)
            ON CONFLICT (company_id, service_month, source, channel, unit_price) DO UPDATE
              SET quantity = total.quantity + excluded.quantity,
                  amount = total.amount + excluded.amount
            """,
            [
                company.pk,
                *(_array(key[part] for key in counts) for part in range(4)),
                _array(counts.values()),
            ],
        )


def _add_to_days(company: Company, facts: Sequence[Fact]) -> None:
    counts: Counter[tuple[date, date, UUID | None, str, str, int]] = Counter()
    for fact in facts:
        day = fact.event_time.astimezone(clock.KOREA).date()
        key = (day, fact.service_month, fact.send_id, fact.source, fact.channel, fact.unit_price)
        counts[key] += fact.quantity
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO billing_usageday AS own
              (company_id, id, day, service_month, send_id, source, channel, unit_price, quantity,
               amount)
            SELECT %s, *, price * quantity
            FROM unnest(%s::uuid[], %s::date[], %s::date[], %s::uuid[], %s::text[], %s::text[],
              %s::bigint[], %s::bigint[])
              AS flush (id, day, month, send, source, channel, price, quantity)
            ON CONFLICT
              (company_id, service_month, day, send_id, source, channel, unit_price) DO UPDATE
              SET quantity = own.quantity + excluded.quantity,
                  amount = own.amount + excluded.amount
            """,
            [
                company.pk,
                _array(new_id() for _ in counts),
                *(_array(_or_null(key[part]) for key in counts) for part in range(6)),
                _array(counts.values()),
            ],
        )


def digest_of(rows: Iterable[tuple[object, ...]]) -> str:
    """The digest that a ledger entry keeps of its usage.

    Each row is (source, event id, channel, quantity, unit price, amount, prepaid, service month),
    and they come ordered by source and event id.
    """
    return digest("\n".join("|".join(str(value) for value in row) for row in rows))


def digest_of_facts(facts: Sequence[Fact], parts: Sequence[int]) -> str:
    """`digest_of` for facts that are not written yet."""
    rows = sorted(
        (
            f.source, str(f.event_id), f.channel, f.quantity, f.unit_price, f.amount, part,
            f.service_month,
        )
        for f, part in zip(facts, parts, strict=True)
    )  # fmt: skip
    return digest_of(rows)
