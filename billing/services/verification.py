"""Proving the ledger (Q4): the chain, the sums, the balances and the usage behind each entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import (
    AccountBalance,
    Hold,
    LedgerLeg,
    LedgerTx,
    UsageDay,
    UsageEvent,
    UsageTotal,
)
from billing.services.ledger import GENESIS, Kind, link_hash
from billing.services.usage import digest_of
from tenants.models import Company

Legs = dict[str, int]
Usage = tuple[str, int, int]
"""Digest, won, and won prepaid of the messages behind an entry."""


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: at entry `seq` of the company, or in its balance (seq None)."""

    company: str
    seq: int | None
    tx: str | None
    problem: str

    def __str__(self) -> str:
        place = f"entry {self.seq}" if self.seq else "balance"
        return f"{self.company}, {place}: {self.problem}"


@dataclass(frozen=True)
class Proof:
    """How many entries were read, and what did not hold."""

    entries: int
    findings: tuple[Finding, ...]


def verify(company: Company) -> Proof:
    """Reads the company's whole book and checks each link; call it on the platform."""
    findings: list[Finding] = []
    sums: Legs = {}
    count, expected_hash, usage = 0, GENESIS, UsageReader(company)
    for tx, legs in _entries(company):
        count += 1
        for problem in _problems(tx, legs, count, expected_hash, usage.of(tx)):
            findings.append(Finding(company.name, tx.seq, str(tx.pk), problem))
        expected_hash = tx.hash
        for kind, amount in legs.items():
            sums[kind] = sums.get(kind, 0) + amount
    if usage.finish():
        findings.append(Finding(company.name, None, None, "usage that no entry charged"))
    if usage.totals != _kept(UsageTotal, company) or usage.totals != _kept(UsageDay, company):
        findings.append(Finding(company.name, None, None, "the sums of its usage are not right"))
    findings += [
        Finding(company.name, None, None, problem)
        for problem in _balance_problems(company, count, expected_hash, sums)
    ]
    return Proof(count, tuple(findings))


def _entries(company: Company) -> Iterator[tuple[LedgerTx, Legs]]:
    legs = (
        LedgerLeg.objects.filter(company=company)
        .order_by("tx__seq", "tx_id")
        .values_list("tx_id", "account__kind", "amount")
        .iterator(chunk_size=5_000)
    )
    grouped = groupby(legs, key=lambda leg: leg[0])
    pending = next(grouped, None)
    for tx in LedgerTx.objects.filter(company=company).order_by("seq").iterator(chunk_size=2_000):
        own: Legs = {}
        if pending is not None and pending[0] == tx.pk:
            for _, kind, amount in pending[1]:
                own[kind] = own.get(kind, 0) + amount
            pending = next(grouped, None)
        yield tx, own


class UsageReader:
    """Reads the company's usage in the order of the ledger, once."""

    def __init__(self, company: Company) -> None:
        rows = (
            UsageEvent.objects.filter(company=company)
            .order_by("ledger_seq", "source", "event_id")
            .values_list(
                "ledger_seq", "source", "event_id", "channel", "quantity", "unit_price",
                "amount", "prepaid", "service_month",
            )
            .iterator(chunk_size=5_000)
        )  # fmt: skip
        self._groups = groupby(rows, key=lambda row: row[0])
        self._pending = next(self._groups, None)
        self.totals: Counter[tuple[date, str, str, int]] = Counter()
        self.strays = 0
        """Groups of usage that hang on no entry, among those read so far."""

    def of(self, tx: LedgerTx) -> Usage | None:
        """The entry's usage; None when it has none. Call it for each entry in its order."""
        self._skip_to(tx.seq)
        if self._pending is None or self._pending[0] != tx.seq:
            return None
        rows: list[tuple[Any, ...]] = [row[1:] for row in self._pending[1]]
        for source, _, channel, quantity, unit_price, _, _, month in rows:
            self.totals[month, source, channel, unit_price] += quantity
        self._pending = next(self._groups, None)
        return digest_of(rows), sum(row[5] for row in rows), sum(row[6] for row in rows)

    def finish(self) -> int:
        """How many groups of usage hang on no entry at all."""
        self._skip_to(None)
        return self.strays

    def _skip_to(self, seq: int | None) -> None:
        while self._pending is not None and (seq is None or self._pending[0] < seq):
            self.strays += 1
            self._pending = next(self._groups, None)


def _kept(
    model: type[UsageTotal] | type[UsageDay], company: Company
) -> Counter[tuple[date, str, str, int]]:
    """The sums that the screens read, brought to the same groups."""
    rows = (
        model._default_manager.filter(company=company)
        .order_by()
        .values_list("service_month", "source", "channel", "unit_price")
        .annotate(sum_of=Sum("quantity"))
    )
    return Counter(
        {(month, source, channel, price): n for month, source, channel, price, n in rows}
    )


def _problems(
    tx: LedgerTx, legs: Legs, place: int, prev_hash: str, usage: Usage | None
) -> Iterator[str]:
    if tx.seq != place:
        yield f"entry {place} is missing"
    if tx.prev_hash != prev_hash:
        yield "it does not follow the entry before it"
    if tx.hash != link_hash(tx, legs):
        yield "the entry or its legs were altered"
    if sum(legs.values()):
        yield "its legs do not add up to nothing"
    if tx.kind not in (LedgerTx.Kind.CAPTURE, LedgerTx.Kind.REFUND):
        if usage is not None:
            yield "usage names it that it did not charge"
    elif usage is None:
        yield "the usage behind it is missing"
    elif usage != (tx.body_sha256, legs.get(Kind.USAGE, 0), -legs.get(Kind.PREPAID, 0)):
        yield "the usage behind it was altered"


def _balance_problems(company: Company, count: int, head: str, sums: Legs) -> Iterator[str]:
    balance = AccountBalance.objects.filter(company=company).first()
    if balance is None:
        if count:
            yield "the account is missing"
        return
    if (balance.seq, balance.head) != (count, head):
        yield "the end of the chain is not where the account says"
    held = Hold.objects.filter(company=company).aggregate(
        left=Sum(F("amount") - F("captured") - F("released"), default=0)
    )["left"]
    yield from _projection_problems(balance, sums, held)


def drifted() -> list[Finding]:
    """Accounts of all companies that differ from their ledger or their holds (INV3).

    One statement, so that it sees one moment even while messages are charged, and locks nothing.
    """
    balances = AccountBalance.objects.select_related("company").annotate(
        prepaid_legs=_legs(Kind.PREPAID), postpaid_legs=_legs(Kind.POSTPAID), left=_left_of_holds()
    )
    agree = Q(
        posted=F("prepaid_legs") + F("postpaid_legs"), owed=-F("postpaid_legs"), held=F("left")
    )
    return [
        Finding(balance.company.name, None, None, problem)
        for balance in balances.exclude(agree).order_by("pk")
        for problem in _projection_problems(
            balance,
            {Kind.PREPAID: balance.prepaid_legs, Kind.POSTPAID: balance.postpaid_legs},
            balance.left,
        )
    ]


def _legs(kind: str) -> Coalesce:
    own = LedgerLeg.objects.filter(company=OuterRef("pk"), account__kind=kind)
    total = own.order_by().values("company").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total), Value(0), output_field=BigIntegerField())


def _left_of_holds() -> Coalesce:
    own = Hold.objects.filter(company=OuterRef("pk")).order_by().values("company")
    total = own.annotate(total=Sum(F("amount") - F("captured") - F("released"))).values("total")
    return Coalesce(Subquery(total), Value(0), output_field=BigIntegerField())


def _projection_problems(balance: AccountBalance, sums: Legs, held: int) -> Iterator[str]:
    prepaid, postpaid = sums.get(Kind.PREPAID, 0), sums.get(Kind.POSTPAID, 0)
    if balance.posted != prepaid + postpaid:
        yield f"the account says {balance.posted} won, its entries {prepaid + postpaid}"
    if balance.owed != -postpaid:
        yield f"the account says {balance.owed} won on credit, its entries {-postpaid}"
    if balance.held != held:
        yield f"the account says {balance.held} won held, its holds {held}"
