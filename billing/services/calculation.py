"""From an invoice's stored inputs to what it says: pure, and the same bytes every time (Q5).

`RULES` keeps every rule that ever made an invoice, so that an old one is recomputed by its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from billing.services.months import Month
from billing.services.pricing import (
    CHANNELS,
    PLANS,
    Bill,
    Line,
    PriceBook,
    canonical,
    digest,
    vat_of,
    with_vat,
)
from billing.services.seats import charge

CURRENT_RULE = 1


def recompute(inputs: str) -> str:
    """The canonical JSON document that these canonical JSON inputs give."""
    data = json.loads(inputs)
    return canonical(RULES[data["calc_rule"]](data) | {"inputs_sha256": digest(inputs)})


def _first_rule(data: dict[str, Any]) -> dict[str, Any]:
    """Seats by day with one division a plan, messages by price, VAT once, prepaid part deducted."""
    month = Month.read(data["month"])
    details, lines = [], []
    books = _books_by_day(data, month)
    for plan in (plan for plan in PLANS if plan in data["seats"]):
        seats = data["seats"][plan]
        lines.append(Line(f"seat.{plan}", sum(seats), None, charge(plan, seats, books)))
        details.append({"service_month": str(month), "seats": _runs(seats)})
    for row in sorted(data["usage"], key=_usage_order):
        item = f"{row['source']}.{row['channel']}"
        lines.append(Line(item, row["quantity"], row["unit_price"], row["amount"]))
        details.append({"service_month": row["service_month"]})
    bill = with_vat(lines, books[-1].vat_basis_points)
    prepaid = _prepaid(data, books[-1].vat_basis_points)
    return {
        "calc_rule": data["calc_rule"],
        "company": data["company"],
        "month": str(month),
        "period": {"from": month.first.isoformat(), "to": month.last.isoformat()},
        "write_date": month.last.isoformat(),
        "parties": data["parties"],
        "price_versions": sorted({book.number for book in books}),
        "vat_basis_points": books[-1].vat_basis_points,
        "ledger": data["ledger"],
        "lines": _as_json(bill, details),
        "supply": bill.supply,
        "vat": bill.vat,
        "total": bill.total,
        "prepaid": prepaid,
        "due": bill.total - prepaid["total"],
    }


def _books_by_day(data: dict[str, Any], month: Month) -> list[PriceBook]:
    """The prices of each day of the month; before the first contract began, its prices."""
    books = [
        (part["from"], PriceBook.read(part["price_version"], part["prices"]))
        for part in data["contracts"]
    ]
    return [
        next((book for start, book in reversed(books) if start <= day.isoformat()), books[0][1])
        for day in month.dates()
    ]


def _runs(seats: list[int]) -> list[dict[str, int]]:
    """Seats by day, equal neighbours together: [{"from": 1, "to": 11, "seats": 6}, ...]."""
    runs: list[dict[str, int]] = []
    for day, count in enumerate(seats, start=1):
        if runs and runs[-1]["seats"] == count:
            runs[-1]["to"] = day
        else:
            runs.append({"from": day, "to": day, "seats": count})
    return runs


def _usage_order(row: dict[str, Any]) -> tuple[bool, str, int, int]:
    """Messages before refunds, older months first, then by channel and price."""
    return (
        row["source"] == "refund",
        row["service_month"],
        CHANNELS.index(row["channel"]),
        row["unit_price"],
    )


def _prepaid(data: dict[str, Any], basis_points: int) -> dict[str, int]:
    """What the balance covered of these messages, with its VAT.

    The VAT is that of all the balance ever covered, less what earlier invoices deducted, so that
    the roundings of many months never add up to more than was paid with the top-ups.
    """
    supply = sum(row["prepaid"] for row in data["usage"])
    before = data["prepaid_before"]
    vat = vat_of(before["supply"] + supply, basis_points) - before["vat"]
    return {"supply": supply, "vat": vat, "total": supply + vat}


def _as_json(bill: Bill, details: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "item": line.item,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "supply": line.supply,
            "vat": line.vat,
        }
        | detail
        for line, detail in zip(bill.lines, details, strict=True)
    ]


RULES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _first_rule}
