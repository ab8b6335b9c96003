"""Holds on the message account: money kept before a message leaves (Q4, decision 12)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from billing.models import AccountBalance, Hold
from billing.services import books
from billing.services.ledger import KeyReused
from messaging.ports import InsufficientBalance
from tenants.models import Company


class HoldExceeded(Exception):
    """More was to be captured or released than the hold still keeps; nothing was written."""


@transaction.atomic
def take(company: Company, key: str, amount: int, *, purpose: str) -> Hold:
    """Keeps `amount` won of what is available; the same key again gives the hold that stands.

    Raises InsufficientBalance, or KeyReused for a standing key with another amount.
    """
    if amount < 0:
        raise ValueError(f"A hold keeps 0 won or more, not {amount}.")
    head = books.lock(company)
    standing = Hold.objects.filter(company=company, key=key).first()
    if standing is not None:
        if standing.amount != amount:
            raise KeyReused(
                f"Hold {key} of company {company.pk} stands with {standing.amount} won."
            )
        return standing
    if amount > head.available:
        raise InsufficientBalance(amount, head.available)
    head.held += amount
    head.save(update_fields=["held"])
    return Hold.objects.create(company=company, key=key, purpose=purpose, amount=amount)


@transaction.atomic
def release(company: Company, hold_id: UUID, amount: int) -> None:
    """Gives `amount` won of the hold back; HoldExceeded when it keeps less."""
    head = books.lock(company)
    hold = Hold.objects.get(company=company, pk=hold_id)
    if not 0 <= amount <= hold.left:
        raise HoldExceeded(f"Hold {hold.key} keeps {hold.left} won; {amount} cannot be released.")
    hold.released += amount
    hold.save(update_fields=["released"])
    head.held -= amount
    head.save(update_fields=["held"])


def consume(head: AccountBalance, hold: Hold, amount: int) -> None:
    """Turns `amount` won of the hold into a charge; the caller has locked the book and saves it."""
    if amount > hold.left:
        raise HoldExceeded(f"Hold {hold.key} keeps {hold.left} won; {amount} cannot be captured.")
    hold.captured += amount
    hold.save(update_fields=["captured"])
    head.held -= amount
