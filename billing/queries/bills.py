"""An invoice as people read it: the same lines on the page and in the PDF (Q5)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing import labels
from billing.hangul import in_words
from billing.models import Invoice
from billing.services.pricing import PriceBook


@dataclass(frozen=True)
class BillLine:
    """One line as printed; the money is whole won."""

    label: str
    detail: str
    quantity: str
    price: str
    """What a seat counted by the day costs a month; the page alone shows it, papers are kept."""
    supply: int
    vat: int


@dataclass(frozen=True)
class BillView:
    """An invoice with everything its page and its PDF print."""

    invoice: Invoice
    supplier: dict[str, str]
    buyer: dict[str, str]
    period_from: date
    period_to: date
    lines: tuple[BillLine, ...]
    price_versions: str
    vat_percent: str
    message_count: int
    check_value: str

    @property
    def due_in_words(self) -> str:
        return in_words(self.invoice.due)

    @property
    def due_spoken(self) -> str:
        """금 이백십팔만오천구십사 원정; "" in other languages, which write no such words."""
        return f"금 {self.due_in_words} 원정" if get_language() == "ko" else ""

    @property
    def rule(self) -> str:
        return vat_rule()

    @property
    def foot(self) -> tuple[str, ...]:
        """What it was computed from: prices, messages, how many lines; and its digest."""
        return (
            _("Price version %(versions)s") % {"versions": self.price_versions},
            _("%(count)s messages") % {"count": f"{self.message_count:,}"},
            _("%(count)s lines") % {"count": f"{len(self.lines):,}"},
            _("check value %(digest)s") % {"digest": self.check_value},
        )


def vat_rule() -> str:
    """How VAT and seats are rounded, in one breath."""
    return _(
        "VAT is rounded half up once over the sum, and spread to the lines so that they add up."
        " Seats are counted at the end of each day; the month's sum is divided once by its days."
    )


def view_of(invoice: Invoice) -> BillView:
    document, inputs = json.loads(invoice.document), json.loads(invoice.inputs)
    last = inputs["contracts"][-1]
    book = PriceBook.read(last["price_version"], last["prices"])
    lines = document["lines"]
    return BillView(
        invoice=invoice,
        supplier=document["parties"]["supplier"],
        buyer=document["parties"]["buyer"],
        period_from=date.fromisoformat(document["period"]["from"]),
        period_to=date.fromisoformat(document["period"]["to"]),
        lines=tuple(_line(line, document["month"], book) for line in lines),
        price_versions=", ".join(f"v{number}" for number in document["price_versions"]),
        vat_percent=f"{document['vat_basis_points'] / 100:g}",
        message_count=sum(x["quantity"] for x in lines if x["item"].startswith("message.")),
        check_value=" ".join(invoice.document_sha256[i : i + 4] for i in range(0, 16, 4)),
    )


def _line(line: dict[str, Any], month: str, book: PriceBook) -> BillLine:
    kind, _, code = line["item"].partition(".")
    price = book.plans[code] if kind == "seat" else None
    return BillLine(
        label=labels.item(line["item"]),
        detail=labels.detail(line, month, price, book.threshold),
        quantity=labels.quantity(line),
        price=labels.seat_price(price, book.threshold) if price and len(line["seats"]) > 1 else "",
        supply=line["supply"],
        vat=line["vat"],
    )
