"""What the printed invoice says, in the active language: figures and words, ready to lay out (Q5).

`billing/documents/invoice-<layout>.typ` reads this and only places it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from billing.labels import won
from billing.queries.bills import BillView, vat_rule
from dangol.i18n import figures

Words = dict[str, str]


def paper_of(view: BillView, language: str, *, original: bool) -> dict[str, Any]:
    """Everything on the paper as JSON values; `original` is False for a translation."""
    invoice = view.invoice
    return {
        "language": language,
        "number": invoice.number or "",
        "write_date": _plain_day(invoice.write_date),
        "due_date": _plain_day(invoice.due_date),
        "written_on": _day(invoice.write_date),
        "pay_by": _day_of_week(invoice.due_date),
        "period": f"{view.period_from} – {view.period_to}",
        "supplier": _party(view.supplier),
        "buyer": _party(view.buyer),
        "lines": [
            {
                "label": line.label,
                "detail": line.detail,
                "quantity": line.quantity,
                "supply": won(line.supply),
                "vat": won(line.vat),
            }
            for line in view.lines
        ],
        "supply": won(invoice.supply),
        "vat": won(invoice.vat),
        "vat_percent": view.vat_percent,
        "total": won(invoice.total),
        "prepaid": won(-invoice.prepaid) if invoice.prepaid else "",
        "due": won(invoice.due),
        "facts": _facts(view),
        "price_versions": view.price_versions,
        "message_count": f"{view.message_count:,}",
        "check_value": view.check_value,
        "contact": view.supplier["email"],
        "words": view.due_in_words,
        "labels": _labels(view, original),
    }


def _labels(view: BillView, original: bool) -> Words:
    email = view.supplier["email"]
    return _titles() | {
        "amount_in_words": view.due_spoken,
        "translation": "" if original else _("Translation; the Korean original counts."),
        "rule": vat_rule(),
        "vat_rate": _("VAT %(percent)s%%") % {"percent": view.vat_percent},
        "foot": " · ".join(view.foot),
        "contact": _("Questions: %(address)s") % {"address": email} if email else "",
    }


def _titles() -> Words:
    return {
        "invoice": pgettext("title of the document", "Invoice"),
        "amount": _("To pay (VAT included)"),
        "written_on": _("Written on"),
        "period": _("Period of use"),
        "pay_by": _("Pay by"),
        "supplier": _("Supplier"),
        "buyer": _("Buyer"),
        "name": pgettext("on the invoice", "Name"),
        "number": pgettext("on the invoice", "Business no."),
        "representative": pgettext("on the invoice", "Represented by"),
        "street": pgettext("on the invoice", "Address"),
        "trade": pgettext("on the invoice", "Trade"),
        "item": pgettext("on the invoice", "Item"),
        "details": pgettext("on the invoice", "Details"),
        "quantity": _("Quantity × price"),
        "supply": _("Supply value"),
        "vat": pgettext("on the invoice", "VAT"),
        "nothing": _("Nothing was used in this month."),
        "total": _("Total"),
        "prepaid": _("Paid from the prepaid balance, with VAT"),
        "to_pay": _("To pay"),
    }


def _facts(view: BillView) -> list[Words]:
    """How it is paid, as far as that is known: what the balance covered, what is left, to whom."""
    invoice = view.invoice
    facts = []
    if invoice.prepaid:
        facts.append(
            {
                "label": _("Paid already"),
                "value": figures.won(invoice.prepaid),
                "note": _("from the prepaid balance"),
            }
        )
    if invoice.due:
        facts.append(
            {
                "label": _("To pay"),
                "value": figures.won(invoice.due),
                "note": _("by %(day)s") % {"day": _day_of_week(invoice.due_date)},
            }
        )
    facts.append(
        {
            "label": _("Where it came from"),
            "value": _("Billing › Usage"),
            "note": invoice.company.host,
        }
    )
    return facts


def _plain_day(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


def _day(day: date) -> str:
    """A day with its year, as on papers: 2026년 10월 31일, 31 October 2026."""
    return _written(day, pgettext("date format on papers", "d MMMM y"))


def _day_of_week(day: date) -> str:
    """The same with the day of the week."""
    return _written(day, pgettext("date format on papers, with weekday", "EEE d MMMM y"))


def _written(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=get_language() or "ko")


def _party(party: Words) -> Words:
    number = party["business_number"]
    trade = " · ".join(part for part in (party["business_type"], party["business_item"]) if part)
    return {
        "name": party["name"],
        "number": figures.business_number(number) if number else "",
        "representative": party["representative"],
        "street": party["street"],
        "trade": trade,
    }
