"""Writing the ledger (Q4): entries that add up to nothing, one link of the chain each.

Signs: positive is a credit (what the provider owes or has earned), negative a debit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from billing.models import AccountBalance, LedgerAccount, LedgerTx
from billing.services import books
from billing.services.pricing import canonical, digest
from dangol import clock
from dangol.errors import RuleBroken
from dangol.ids import new_id
from messaging.ports import InsufficientBalance
from tenants.models import Company

Kind = LedgerAccount.Kind
GENESIS = "0" * 64
"""What the first entry of a chain names as its predecessor."""


class KeyReused(Exception):
    """An idempotency key came back with another body: a mistake in our code; nothing is written."""


def link_hash(tx: LedgerTx, legs: Mapping[str, int]) -> str:
    """The hash of an entry: over its predecessor's, its own facts, and {account kind: won}."""
    content = {
        "company": tx.company_id,
        "seq": tx.seq,
        "kind": tx.kind,
        "key": tx.idempotency_key,
        "body": tx.body_sha256,
        "facts": tx.facts,
        "reverses": str(tx.reverses_id) if tx.reverses_id else None,
        "at": tx.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "legs": {kind: legs[kind] for kind in sorted(legs)},
    }
    return digest(tx.prev_hash + canonical(content))


@transaction.atomic
def post(
    company: Company,
    *,
    kind: str,
    key: str,
    legs: Mapping[str, int],
    facts: dict[str, Any],
    reverses: UUID | None = None,
) -> LedgerTx:
    """Writes one entry, once per key: the same key with the same body gives the entry that stands.

    Raises KeyReused for the same key with another body, InsufficientBalance when the account
    would no longer cover its holds.
    """
    head = books.lock(company)
    body = digest(canonical({"kind": kind, "legs": dict(legs), "facts": facts}))
    standing = LedgerTx.objects.filter(company=company, idempotency_key=key).first()
    if standing is not None:
        if standing.body_sha256 != body:
            raise KeyReused(f"{key} of company {company.pk} stands with another body.")
        return standing
    tx = append(
        head, kind=kind, key=key, body_sha256=body, legs=legs, facts=facts, reverses=reverses
    )
    head.save(update_fields=["posted", "owed", "seq", "head"])
    return tx


def append(
    head: AccountBalance,
    *,
    kind: str,
    key: str,
    body_sha256: str,
    legs: Mapping[str, int],
    facts: dict[str, Any],
    reverses: UUID | None = None,
    at: datetime | None = None,
) -> LedgerTx:
    """Adds an entry at the end of a locked book and moves the head; the caller saves the head."""
    legs = {account: amount for account, amount in legs.items() if amount}
    _move_balance(head, legs)
    tx = LedgerTx(
        company_id=head.company_id,
        seq=head.seq + 1,
        kind=kind,
        idempotency_key=key,
        body_sha256=body_sha256,
        facts=facts,
        reverses_id=reverses,
        at=at or clock.now(),
        prev_hash=head.head,
    )
    tx.hash = link_hash(tx, legs)
    _insert(tx, legs)
    head.seq, head.head = tx.seq, tx.hash
    return tx


def _move_balance(head: AccountBalance, legs: Mapping[str, int]) -> None:
    prepaid, postpaid = legs.get(Kind.PREPAID, 0), legs.get(Kind.POSTPAID, 0)
    taken = -(prepaid + postpaid)
    if taken > 0 and taken > head.available:
        raise InsufficientBalance(taken, head.available)
    if head.prepaid + prepaid < 0:
        raise InsufficientBalance(-prepaid, head.prepaid)
    head.posted -= taken
    head.owed -= postpaid


def _insert(tx: LedgerTx, legs: Mapping[str, int]) -> None:
    """The entry and its legs in one statement; the accounts are found by their kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH entry AS (
              INSERT INTO billing_ledgertx (id, company_id, seq, kind, idempotency_key, body_sha256,
                                            facts, reverses_id, at, prev_hash, hash)
              VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s) RETURNING id, company_id)
            INSERT INTO billing_ledgerleg (id, company_id, tx_id, account_id, amount)
            SELECT leg.id, entry.company_id, entry.id, account.id, leg.amount
            FROM entry, unnest(%s::uuid[], %s::text[], %s::bigint[]) AS leg (id, kind, amount)
            JOIN billing_ledgeraccount account
              ON account.kind = leg.kind AND account.company_id = %s
            """,
            [
                tx.pk, tx.company_id, tx.seq, tx.kind, tx.idempotency_key, tx.body_sha256,
                canonical(tx.facts), tx.reverses_id, tx.at, tx.prev_hash, tx.hash,
                [new_id() for _ in legs], list(legs), list(legs.values()), tx.company_id,
            ],
        )  # fmt: skip


def legs_of(tx: LedgerTx) -> dict[str, int]:
    """{account kind: won} of an entry."""
    return dict(tx.legs.values_list("account__kind", "amount"))


def reverse(tx: LedgerTx, *, reason: str) -> LedgerTx:
    """Writes the exact negative of an entry, once; RuleBroken when it has one already."""
    with transaction.atomic():
        books.lock(tx.company)
        if LedgerTx.objects.filter(reverses=tx).exists():
            raise RuleBroken("reversed_before", _("This entry has been reversed already."))
        return post(
            tx.company,
            kind=LedgerTx.Kind.REVERSAL,
            key=f"reversal:{tx.pk}",
            legs={kind: -amount for kind, amount in legs_of(tx).items()},
            facts={"reason": reason, "reverses": tx.seq},
            reverses=tx.pk,
        )
