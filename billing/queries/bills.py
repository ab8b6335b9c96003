"""An invoice as people read it: the same lines on the page and in the PDF (Q5)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

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
        quantity=""
        if line["unit_price"] is None
        else f"{labels.won(line['quantity'])} × {line['unit_price']:,}",
        supply=line["supply"],
        vat=line["vat"],
    )
