"""The message account as its owner reads it: what is free, what is held, and by whom (Q8)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from billing.models import Hold
from messaging import ports
from messaging.ports import Account
from tenants.models import Company

MOST_HOLDS = 20


@dataclass(frozen=True)
class NamedHold:
    """Won that one send still keeps."""

    purpose: str
    won: int


@dataclass(frozen=True)
class Wallet:
    """The account, its open holds by name, and the parts of its bar in percent.

    `prepaid_share` and `credit_share` are free, `held_share` is kept; together they are the whole.
    """

    account: Account
    holds: tuple[NamedHold, ...]
    open_holds: int
    prepaid_share: str
    credit_share: str
    held_share: str


def wallet_of(company: Company) -> Wallet:
    """Call it inside the company."""
    account = ports.meter().account()
    held = _holds(company)
    prepaid = max(0, account.balance - account.held)
    credit = max(0, account.available - prepaid)
    return Wallet(
        account=account,
        holds=tuple(held[:MOST_HOLDS]),
        open_holds=len(held),
        prepaid_share=_percent(prepaid, account),
        credit_share=_percent(credit, account),
        held_share=_percent(account.held, account),
    )


def _holds(company: Company) -> list[NamedHold]:
    """What is held, under the name of its send: the chunks of one send together, largest first."""
    sums: dict[str, int] = {}
    for hold in Hold.objects.filter(company=company, amount__gt=F("captured") + F("released")):
        sums[hold.purpose] = sums.get(hold.purpose, 0) + hold.left
    named = [NamedHold(purpose, won) for purpose, won in sums.items()]
    return sorted(named, key=lambda each: (-each.won, each.purpose))


def _percent(part: int, account: Account) -> str:
    whole = account.balance + account.unused_credit
    return f"{part * 100 / whole:.2f}" if whole else "0"
