"""The message engine's meter (Q3, Q4): prices, holds, charges and refunds inside one company.

A flush of any size is a handful of statements: lock the book, claim the keys, write one ledger
entry with its legs, the usage rows, the hold and the balance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from billing.models import AccountBalance, Hold, LedgerAccount, LedgerTx, UsageEvent
from billing.models.account import NEW_COMPANY_CREDIT
from billing.models.usage import Source
from billing.services import books, holds, ledger, prices, quotas, usage
from billing.services.months import Month
from billing.services.pricing import digest
from billing.services.usage import Fact
from dangol import clock
from messaging.ports import Account, Channel, Charge
from tenants import context

Kind = LedgerAccount.Kind


class LedgerMeter:
    """`messaging.ports.Meter` over the ledger."""

    def unit_price(self, channel: Channel) -> int:
        return prices.own_book(clock.today()).messages[channel]

    def account(self) -> Account:
        head = AccountBalance.objects.filter(company=context.company()).first()
        if head is None:
            return Account(0, NEW_COMPANY_CREDIT, NEW_COMPANY_CREDIT, 0)
        return Account(head.prepaid, head.credit_limit, head.credit_limit - head.owed, head.held)

    def hold(self, key: str, amount: int, *, purpose: str) -> UUID:
        return holds.take(context.company(), key, amount, purpose=purpose).pk

    @transaction.atomic
    def capture(self, hold_id: UUID, charges: Sequence[Charge]) -> int:
        company = context.company()
        if not charges:
            return 0
        head = books.lock(company)
        fresh = usage.claim(company, [_accepted(charge) for charge in charges])
        if not fresh:
            return 0
        amount = sum(fact.amount for fact in fresh)
        holds.consume(head, Hold.objects.get(company=company, pk=hold_id), amount)
        parts = usage.cover(fresh, head.prepaid)
        prepaid = sum(parts)
        events = ",".join(sorted(str(fact.event_id) for fact in fresh))
        entry = ledger.append(
            head,
            kind=LedgerTx.Kind.CAPTURE,
            key=f"capture:{digest(events)}",
            body_sha256=usage.digest_of_facts(fresh, parts),
            legs={
                Kind.PREPAID: -prepaid,
                Kind.POSTPAID: prepaid - amount,
                Kind.USAGE: amount,
            },
            facts={"hold": str(hold_id), "messages": Counter(fact.channel for fact in fresh)},
        )
        usage.write(company, fresh, parts, entry.seq)
        head.save(update_fields=["posted", "owed", "held", "seq", "head"])
        return amount

    def release(self, hold_id: UUID, amount: int) -> None:
        holds.release(context.company(), hold_id, amount)

    @transaction.atomic
    def refund(self, message_id: UUID, *, reason: str) -> bool:
        company = context.company()
        head = books.lock(company)
        charged = UsageEvent.objects.filter(
            company=company, event_id=message_id, source=Source.MESSAGE
        ).first()
        if charged is None or not (fresh := usage.claim(company, [_refund(charged)])):
            return False
        to_credit = min(head.owed, charged.amount)
        to_prepaid = charged.amount - to_credit
        entry = ledger.append(
            head,
            kind=LedgerTx.Kind.REFUND,
            key=f"refund:{message_id}",
            body_sha256=usage.digest_of_facts(fresh, [-to_prepaid]),
            legs={
                Kind.PREPAID: to_prepaid,
                Kind.POSTPAID: to_credit,
                Kind.USAGE: -charged.amount,
            },
            facts={"message": str(message_id), "reason": reason},
        )
        usage.write(company, fresh, [-to_prepaid], entry.seq)
        head.save(update_fields=["posted", "owed", "seq", "head"])
        return True

    def take_quota(self, channel: Channel, wanted: int, at: datetime) -> int:
        return quotas.take(context.company(), channel, wanted, at)

    def return_quota(self, channel: Channel, count: int, at: datetime) -> None:
        quotas.give_back(context.company(), channel, count, at)

    def quota_opens_at(self, channel: Channel, at: datetime) -> datetime:
        return quotas.opens_at(context.company(), channel, at)


def _accepted(charge: Charge) -> Fact:
    return Fact(
        source=Source.MESSAGE,
        event_id=charge.message_id,
        send_id=charge.send_id,
        channel=charge.channel,
        quantity=1,
        unit_price=charge.unit_price,
        service_month=Month.of(charge.accepted_at).first,
        event_time=charge.accepted_at,
        provider=charge.provider,
        provider_message_id=charge.provider_message_id,
    )


def _refund(charged: UsageEvent) -> Fact:
    """The opposite of a charge, in the charge's own service month (decision 7)."""
    return Fact(
        source=Source.REFUND,
        event_id=charged.event_id,
        send_id=charged.send_id,
        channel=charged.channel,
        quantity=-1,
        unit_price=charged.unit_price,
        service_month=charged.service_month,
        event_time=clock.now(),
        provider=charged.provider,
        provider_message_id=charged.provider_message_id,
    )
