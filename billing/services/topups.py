"""Top-ups of the message account (decision 11): a transfer that the provider's staff saw arrive."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from billing.models import LedgerAccount, LedgerTx, TopUp
from billing.services import ledger, prices
from billing.services.invoices import company_time
from billing.services.pricing import vat_of
from dangol import clock
from dangol.errors import RuleBroken
from tenants import context, errands, trail
from tenants.models import Company

Kind = LedgerAccount.Kind
STEP = 1_000
"""Won of supply value; whole steps keep the VAT of every top-up exact."""
MOST = 1_000_000_000
"""Won of supply value in one top-up: a slip of the finger is bigger."""


@transaction.atomic
def enter(
    company: Company,
    *,
    supply: int,
    paid: int,
    reference: str,
    received_on: date,
    entered_by: str,
) -> TopUp:
    """Credits `supply` won, for which the bank received `paid`: that with VAT.

    Raises RuleBroken for an odd amount, another sum than with VAT, a day to come, or a reference
    that was entered before.
    """
    reference = reference.strip()
    with company_time(company):
        _check(company, supply, reference, received_on)
        vat = vat_of(supply, prices.book_on(company, clock.today()).vat_basis_points)
        _check_paid(supply, vat, paid)
        entry = ledger.post(
            company,
            kind=LedgerTx.Kind.TOP_UP,
            key=f"top-up:{reference}",
            legs={Kind.BANK: -(supply + vat), Kind.PREPAID: supply, Kind.ADVANCE_VAT: vat},
            facts={"reference": reference, "received_on": received_on.isoformat()},
        )
        top_up = TopUp.objects.create(
            company=company,
            supply=supply,
            vat=vat,
            paid=paid,
            reference=reference,
            received_on=received_on,
            entered_by=entered_by,
            entered_at=clock.now(),
            ledger_tx=entry,
        )
    with context.platform("wake sends after a top-up"):
        errands.post("messaging.services.sweeping.account_changed", company=company)
    trail.note(
        company,
        "billing.account.top_up",
        subject="billing.company",
        changes={"supply": supply, "reference": reference},
    )
    return top_up


def _check(company: Company, supply: int, reference: str, received_on: date) -> None:
    if supply % STEP or not STEP <= supply <= MOST:
        raise RuleBroken(
            "topup_amount",
            _("Enter the amount before VAT in whole thousands, from 1,000 to 1,000,000,000 won."),
            field="supply",
        )
    if received_on > clock.today():
        raise RuleBroken(
            "topup_day", _("The day of receipt is still to come; check it."), field="received_on"
        )
    if not reference:
        raise RuleBroken(
            "topup_reference",
            _("Enter how the bank statement names the payment."),
            field="reference",
        )
    if (
        TopUp.objects.filter(company=company, reference=reference).exists()
        or LedgerTx.objects.filter(company=company, idempotency_key=f"top-up:{reference}").exists()
    ):
        raise RuleBroken(
            "topup_again",
            _("A payment with this reference has been entered before; look at the list below."),
            field="reference",
        )


def _check_paid(supply: int, vat: int, paid: int) -> None:
    if paid != supply + vat:
        raise RuleBroken(
            "topup_paid",
            _(
                "₩%(supply)s with VAT is ₩%(due)s, but ₩%(paid)s are said to have come in;"
                " check both amounts."
            )
            % {"supply": f"{supply:,}", "due": f"{supply + vat:,}", "paid": f"{paid:,}"},
            field="paid",
        )
