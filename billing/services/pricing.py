"""The price law (decisions 2, 3, 4, 8, 10): pure functions over whole won, no database, no clock.

The price page, the forecast and the invoice all compute here, so they can never disagree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PLANS = ("base", "sales", "service", "campaign", "full")
"""Order of plans on every page and document."""
MODULE_PLANS = ("sales", "service", "campaign")
"""What a full licence replaces."""
CHANNELS = ("email", "sms", "lms")
"""Order of message prices on every page and document."""
WHOLE = 10_000
"""Basis points of one whole."""


@dataclass(frozen=True)
class PlanPrice:
    """Won a month and user before VAT: `listed` up to the threshold, `discounted` beyond it."""

    listed: int
    discounted: int


@dataclass(frozen=True)
class PriceBook:
    """One version of all prices, in won before VAT."""

    number: int
    threshold: int
    plans: Mapping[str, PlanPrice]
    messages: Mapping[str, int]
    vat_basis_points: int

    @classmethod
    def read(cls, number: int, body: Mapping[str, Any]) -> PriceBook:
        """From the stored body of a PriceVersion; KeyError when a price is missing."""
        return cls(
            number=number,
            threshold=body["threshold"],
            plans={
                plan: PlanPrice(body["plans"][plan]["list"], body["plans"][plan]["discounted"])
                for plan in PLANS
            },
            messages={channel: body["messages"][channel] for channel in CHANNELS},
            vat_basis_points=body["vat_basis_points"],
        )

    def grad(self, plan: str, users: int) -> int:
        """Graduated month price of `users` seats: the first ones listed, the rest discounted."""
        price = self.plans[plan]
        first = min(users, self.threshold)
        return first * price.listed + (users - first) * price.discounted


@dataclass(frozen=True)
class Line:
    """One line of a bill. `quantity` is messages, or seats for a whole month's estimate."""

    item: str
    quantity: int
    unit_price: int | None
    supply: int
    vat: int = 0


@dataclass(frozen=True)
class Bill:
    """Lines and their sums: total = supply + vat, and the lines' VAT adds up to `vat`."""

    lines: tuple[Line, ...]
    supply: int
    vat: int

    @property
    def total(self) -> int:
        return self.supply + self.vat


@dataclass(frozen=True)
class Advice:
    """Moving `users` who hold all three module plans to full saves `saving` won a month."""

    users: int
    saving: int


def canonical(value: object) -> str:
    """The one spelling of a JSON value: keys sorted, no spaces, text as it is."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number; a half goes away from zero, so a negative mirrors a positive."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def month_charge(daily_prices: Sequence[int]) -> int:
    """What one plan costs in a month: `daily_prices` holds grad(seats) of each of its days.

    One division for the whole month: constant seats give exactly the list price (decision 4).
    """
    return half_up(sum(daily_prices), len(daily_prices))


def vat_of(supply: int, basis_points: int) -> int:
    """VAT of a whole invoice, half up, once (GN3)."""
    return half_up(supply * basis_points, WHOLE)


def spread(vat: int, supplies: Sequence[int], basis_points: int) -> list[int]:
    """The invoice's VAT laid on its lines by largest remainder, ties by line order.

    `vat` is `vat_of(sum(supplies))`; the parts add up to it exactly.
    """
    parts = [supply * basis_points // WHOLE for supply in supplies]
    by_remainder = sorted(
        range(len(supplies)), key=lambda line: -(supplies[line] * basis_points % WHOLE)
    )
    for line in by_remainder[: vat - sum(parts)]:
        parts[line] += 1
    return parts


def with_vat(lines: Sequence[Line], basis_points: int) -> Bill:
    """The bill of these lines: VAT once over their sum, then spread."""
    supplies = [line.supply for line in lines]
    supply = sum(supplies)
    vat = vat_of(supply, basis_points)
    taxed = tuple(
        Line(line.item, line.quantity, line.unit_price, line.supply, part)
        for line, part in zip(lines, spread(vat, supplies, basis_points), strict=True)
    )
    return Bill(lines=taxed, supply=supply, vat=vat)


def estimate(book: PriceBook, users: Mapping[str, int], messages: Mapping[str, int]) -> Bill:
    """The bill of a whole month with constant seats: the price page's calculator (P1)."""
    seats = [
        Line(f"seat.{plan}", users[plan], None, book.grad(plan, users[plan]))
        for plan in PLANS
        if users.get(plan)
    ]
    sent = [
        Line(
            f"message.{channel}",
            messages[channel],
            book.messages[channel],
            messages[channel] * book.messages[channel],
        )
        for channel in CHANNELS
        if messages.get(channel)
    ]
    return with_vat([*seats, *sent], book.vat_basis_points)


def advise(book: PriceBook, users: Mapping[str, int], holders: int | None = None) -> Advice | None:
    """The best move to full, or None when none saves anything (P1, decision 4).

    `holders` is how many users hold all three module plans; the price page, which knows no users,
    leaves it out and the smallest of the three counts stands for it.
    """
    most = min(users.get(plan, 0) for plan in MODULE_PLANS) if holders is None else holders
    best: Advice | None = None
    for moved in _bends(book, users, most):
        saving = _saving(book, users, moved)
        if saving > (best.saving if best else 0):
            best = Advice(users=moved, saving=saving)
    return best


def _bends(book: PriceBook, users: Mapping[str, int], most: int) -> list[int]:
    """Where the saving, linear in between, can have its peak: the ends and each threshold."""
    bends = {users.get(plan, 0) - book.threshold for plan in MODULE_PLANS}
    bends |= {1, most, book.threshold - users.get("full", 0)}
    return sorted(moved for moved in bends if 1 <= moved <= most)


def _saving(book: PriceBook, users: Mapping[str, int], moved: int) -> int:
    """Won a month saved by giving `moved` users full instead of the three module plans."""
    freed = sum(
        book.grad(plan, users.get(plan, 0)) - book.grad(plan, users.get(plan, 0) - moved)
        for plan in MODULE_PLANS
    )
    full = users.get("full", 0)
    return freed - (book.grad("full", full + moved) - book.grad("full", full))
