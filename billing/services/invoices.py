"""The life of an invoice: draft, issue, recomputation (Q5, decisions 7-9)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from billing.models import Contract, Invoice, InvoiceLine, LedgerAccount, LedgerTx
from billing.services import inputs as gathering
from billing.services import ledger
from billing.services.calculation import recompute
from billing.services.months import Month
from billing.services.pricing import canonical, digest
from dangol import clock
from dangol.errors import RuleBroken
from tenants import context, errands, trail
from tenants.models import Company

Kind = LedgerAccount.Kind
DRAFT_DELAY = timedelta(minutes=10)
"""A month is drafted this long after it has ended: on the 1st at 00:10."""


@contextmanager
def company_time(company: Company, as_of: datetime | None = None) -> Iterator[None]:
    """The platform's work for one company, at the company's own time or at `as_of`."""
    moment = clock.at(as_of) if as_of else clock.shifted(company.clock_shift)
    with context.platform("month close"), moment:
        yield


def months_to_draft(company: Company, until: Month) -> list[Month]:
    """Months from the company's first contract to `until` that have no invoice yet, in order."""
    first = Contract.objects.filter(company=company).order_by("starts_on").first()
    if first is None:
        return []
    done = set(Invoice.objects.filter(company=company).values_list("month", flat=True))
    months, month = [], Month.of(first.starts_on)
    while month <= until:
        if month.first not in done:
            months.append(month)
        month = month.next
    return months


def draft_due(company: Company) -> list[Invoice]:
    """Drafts every ended month of the company that has no invoice, by its own clock."""
    with company_time(company):
        ended = Month.of(clock.now() - DRAFT_DELAY).previous
        return [draft(company, month) for month in months_to_draft(company, ended)]


@transaction.atomic
def draft(company: Company, month: Month) -> Invoice:
    """Computes the month and stores inputs, result and lines; the standing invoice if there is one.

    Call it in `company_time`, month after month: the freeze of one is the start of the next.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM tenants_company WHERE id = %s FOR NO KEY UPDATE", [company.pk]
        )
    standing = Invoice.objects.filter(company=company, month=month.first).first()
    if standing is not None:
        return standing
    inputs = canonical(gathering.gather(company, month))
    text = recompute(inputs)
    document = json.loads(text)
    invoice = Invoice.objects.create(
        company=company,
        month=month.first,
        write_date=month.last,
        due_date=_due_date(company, month.next),
        calc_rule=document["calc_rule"],
        parties=document["parties"],
        inputs=inputs,
        inputs_sha256=document["inputs_sha256"],
        document=text,
        document_sha256=digest(text),
        ledger_seq=document["ledger"]["to"],
        supply=document["supply"],
        vat=document["vat"],
        total=document["total"],
        prepaid_supply=document["prepaid"]["supply"],
        prepaid=document["prepaid"]["total"],
        drafted_at=clock.now(),
    )
    _write_lines(invoice, document["lines"])
    return invoice


def _write_lines(invoice: Invoice, lines: list[dict[str, Any]]) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            company_id=invoice.company_id,
            invoice=invoice,
            position=position,
            item=line["item"],
            service_month=Month.read(line["service_month"]).first,
            quantity=line["quantity"],
            unit_price=line["unit_price"],
            supply=line["supply"],
            vat=line["vat"],
        )
        for position, line in enumerate(lines, start=1)
    )


def _due_date(company: Company, month: Month) -> date:
    profile = getattr(company, "profile", None)
    return month.day_or_last(profile.due_day if profile else 25)


def close(company: Company, month: Month, as_of: datetime | None = None) -> Invoice:
    """Drafts the month where needed and issues its invoice; an issued one is answered as it is.

    Raises RuleBroken when the month is still running, or was before the company came.
    """
    if company.is_provider:
        raise RuleBroken(
            "provider_invoice", _("The provider writes no invoice to itself."), field="company"
        )
    with company_time(company, as_of):
        if month >= Month.of(clock.today()):
            raise RuleBroken(
                "month_running",
                _("%(month)s is still running: it can be closed from %(day)s on.")
                % {"month": month, "day": month.next.first.isoformat()},
                field="month",
            )
        for missing in months_to_draft(company, month):
            draft(company, missing)
        invoice = Invoice.objects.filter(company=company, month=month.first).first()
        if invoice is None:
            raise RuleBroken(
                "month_before_company",
                _("%(company)s was not yet a customer in %(month)s; choose a later month.")
                % {"company": company.name, "month": month},
                field="month",
            )
        return issue(invoice)


@transaction.atomic
def issue(invoice: Invoice) -> Invoice:
    """Posts the draft to the ledger and gives it its number; from here on it never changes."""
    invoice = (
        Invoice.objects.select_for_update(of=("self",)).select_related("company").get(pk=invoice.pk)
    )
    if invoice.state == Invoice.State.ISSUED:
        return invoice
    month = Month(invoice.month)
    _post(invoice)
    invoice.number = f"{month}-{_next_number(str(month)):05d}"
    invoice.state = Invoice.State.ISSUED
    invoice.issued_at = clock.now()
    invoice.due_date = _due_date(invoice.company, Month.of(invoice.issued_at))
    invoice.save(update_fields=["number", "state", "issued_at", "due_date"])
    with context.inside(invoice.company):
        errands.post("billing.services.pdf.make", str(invoice.pk))
    trail.note(
        invoice.company,
        "billing.invoice.issue",
        subject="billing.invoice",
        subject_id=invoice.pk,
        summary=invoice.number,
        changes={"total": invoice.total},
    )
    return invoice


def _post(invoice: Invoice) -> None:
    """Messages stand in the ledger since they were accepted; the invoice adds plans and VAT.

    What is then receivable, with the messages on credit, is what the company has to pay.
    """
    plans = sum(line.supply for line in invoice.lines.all() if line.item.startswith("seat."))
    advance = invoice.prepaid - invoice.prepaid_supply
    legs: dict[str, int] = {
        Kind.SEATS: plans,
        Kind.VAT: invoice.vat,
        Kind.ADVANCE_VAT: -advance,
        Kind.RECEIVABLE: advance - plans - invoice.vat,
    }
    ledger.post(
        invoice.company,
        kind=LedgerTx.Kind.INVOICE,
        key=f"invoice:{invoice.pk}",
        legs=legs,
        facts={"invoice": str(invoice.pk), "month": str(Month(invoice.month))},
    )


def _next_number(series: str) -> int:
    """The next number of the series; its row stays locked until the issue commits: no gaps."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO billing_numbercounter AS counter (series, last) VALUES (%s, 1)
            ON CONFLICT (series) DO UPDATE SET last = counter.last + 1 RETURNING last
            """,
            [series],
        )
        return int(cursor.fetchone()[0])


def differences(invoice: Invoice) -> list[str]:
    """What of a stored invoice does not follow from its stored inputs; empty when all is well."""
    text = recompute(invoice.inputs)
    stated = json.loads(text)
    checks = {
        "inputs": digest(invoice.inputs) == invoice.inputs_sha256,
        "document": text == invoice.document and digest(text) == invoice.document_sha256,
        "supply": stated["supply"] == invoice.supply,
        "vat": stated["vat"] == invoice.vat,
        "total": stated["total"] == invoice.total,
        "prepaid": stated["prepaid"]["total"] == invoice.prepaid,
        "lines": [line["supply"] for line in stated["lines"]]
        == [line.supply for line in invoice.lines.all()],
    }
    return [name for name, holds in checks.items() if not holds]


def as_json(invoice: Invoice) -> dict[str, Any]:
    """The invoice for programs: its stored document with what issuing added."""
    return json.loads(invoice.document) | {
        "number": invoice.number,
        "state": invoice.state,
        "issued_at": invoice.issued_at.isoformat() if invoice.issued_at else None,
        "due_date": invoice.due_date.isoformat(),
        "document_sha256": invoice.document_sha256,
    }
