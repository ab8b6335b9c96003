"""A company's book: its accounts, and the one row that serialises all that is written (Q4)."""

from __future__ import annotations

from django.db import connection

from billing.models import AccountBalance, LedgerAccount
from dangol.ids import new_id
from tenants.models import Company


def open_book(company: Company) -> None:
    """Makes the company's accounts and its zero balance where they are missing; safe to repeat."""
    kinds = LedgerAccount.Kind.values
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO billing_ledgeraccount (id, company_id, kind)
            SELECT id, %s, kind FROM unnest(%s::uuid[], %s::text[]) AS new (id, kind)
            ON CONFLICT (company_id, kind) DO NOTHING
            """,
            [company.pk, [new_id() for _ in kinds], kinds],
        )
        cursor.execute(
            "INSERT INTO billing_accountbalance (company_id) VALUES (%s) ON CONFLICT DO NOTHING",
            [company.pk],
        )


def lock(company: Company) -> AccountBalance:
    """The head of the company's book, locked until the transaction ends.

    Every hold, charge and payment of the company passes here first, so they come one after
    another. Locking a row that is not there would lock nothing: it is made first.
    """
    heads = AccountBalance.objects.select_for_update()
    head = heads.filter(company=company).first()
    if head is None:
        open_book(company)
        head = heads.get(company=company)
    return head
