"""Invoices: the right sums, once, for good, and provable (Q5, decisions 7-9)."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from billing.models import AccountBalance, Contract, Invoice, InvoiceLine, LedgerLeg, SeatEvent
from billing.services import invoices, pdf, topups, verification
from billing.services.months import Month
from billing.tests.test_meter import charge
from billing.tests.travel import inside_at, moment, travel
from dangol import clock
from dangol.errors import RuleBroken
from messaging import ports
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences

pytestmark = pytest.mark.feature("Q5")

MARCH = Month.read("2027-03")


@pytest.fixture
def shop(hanbit: Company) -> Company:
    """Hanbit, as if it had become a customer on 1 March 2027 with its three users."""
    with context.platform("tests"):
        Contract.objects.filter(company=hanbit).update(starts_on=MARCH.first)
    return hanbit


def send(company: Company, sms: int, email: int = 0) -> list[UUID]:
    """Has messages accepted in the present company, now; returns their ids."""
    meter = ports.meter()
    charges = [charge() for _ in range(sms)] + [charge("email", price=2) for _ in range(email)]
    hold = meter.hold(f"send-{charges[0].message_id}", sms * 25 + email * 2, purpose="test")
    meter.capture(hold, charges)
    return [one.message_id for one in charges]


def close(company: Company, month: str, at: str) -> Invoice:
    travel(company, at)
    return invoices.close(company, Month.read(month))


def lines(invoice: Invoice) -> dict[tuple[str, str], tuple[int, int]]:
    """{(item, month): (quantity, supply)}."""
    return {
        (line["item"], line["service_month"]): (line["quantity"], line["supply"])
        for line in json.loads(invoice.document)["lines"]
    }


def test_a_month_of_seats_and_messages_agrees_with_plain_arithmetic(
    shop: Company, bob: User
) -> None:
    with inside_at(shop, "2027-03-12 10:00"):
        licences.assign(bob, ["campaign", "sales"])
        send(shop, sms=100, email=900)
    with inside_at(shop, "2027-03-20 23:59"):
        licences.assign(bob, ["campaign"])
    invoice = close(shop, "2027-03", "2027-04-01 00:10")
    with context.platform("tests"):
        supply = 200_000 + 80_000 + 20_000 + (80_000 * 8 * 2 + 31) // 62 + 100 * 25 + 900 * 2
        assert invoice.supply == supply
        assert (invoice.vat, invoice.total) == ((supply + 5) // 10, supply + (supply + 5) // 10)
        assert lines(invoice)["seat.sales", "2027-03"] == (8, 20_645)
        assert sum(line.vat for line in invoice.lines.all()) == invoice.vat
    assert (invoice.number, str(invoice.due_date)) == ("2027-03-00001", "2027-04-25")
    assert str(invoice.write_date) == "2027-03-31"


def test_a_running_month_is_refused_and_its_last_second_still_runs(shop: Company) -> None:
    with pytest.raises(RuleBroken, match="2027-04-01") as refused:
        close(shop, "2027-03", "2027-03-31 23:59")
    assert refused.value.code == "month_running"
    assert close(shop, "2027-03", "2027-04-01 00:00").state == Invoice.State.ISSUED


def test_a_month_before_the_company_came_is_refused(shop: Company) -> None:
    with pytest.raises(RuleBroken) as refused:
        close(shop, "2027-02", "2027-04-01 00:10")
    assert refused.value.code == "month_before_company"


def test_closing_again_gives_the_same_invoice(shop: Company) -> None:
    first = close(shop, "2027-03", "2027-04-01 00:10")
    again = close(shop, "2027-03", "2027-06-01 00:10")
    assert (again.pk, again.number, again.document) == (first.pk, first.number, first.document)


def test_closing_as_of_a_later_time_needs_no_travel(shop: Company) -> None:
    travel(shop, "2027-03-15 12:00")
    invoice = invoices.close(shop, MARCH, moment("2027-04-02 09:00"))
    assert invoice.issued_at is not None
    assert invoice.issued_at.astimezone(clock.KOREA).date().isoformat() == "2027-04-02"


def test_skipped_months_are_drafted_in_their_order(shop: Company) -> None:
    invoice = close(shop, "2027-05", "2027-06-01 00:10")
    assert invoice.state == Invoice.State.ISSUED
    with context.platform("tests"):
        states = (
            Invoice.objects.filter(company=shop).order_by("month").values_list("state", flat=True)
        )
        assert list(states) == ["draft", "draft", "issued"]


def test_the_stored_inputs_give_the_document_byte_for_byte(shop: Company) -> None:
    with inside_at(shop, "2027-03-12 10:00"):
        send(shop, sms=3, email=5)
    invoice = close(shop, "2027-03", "2027-04-01 00:10")
    with context.platform("tests"):
        assert invoices.differences(Invoice.objects.get(pk=invoice.pk)) == []
        altered = Invoice.objects.get(pk=invoice.pk)
        altered.inputs = altered.inputs.replace('"quantity":3', '"quantity":4')
        assert "inputs" in invoices.differences(altered)
        assert "document" in invoices.differences(altered)


def test_usage_after_the_freeze_goes_to_the_next_invoice_marked_with_its_month(
    shop: Company,
) -> None:
    with inside_at(shop, "2027-03-31 23:58"):
        failed = send(shop, sms=2)[1]
        late = charge()
    march = close(shop, "2027-03", "2027-04-01 00:10")
    with inside_at(shop, "2027-04-02 10:00"):
        meter = ports.meter()
        meter.capture(meter.hold("late", 25, purpose="test"), [late])
        meter.refund(failed, reason="no such number")
        send(shop, sms=4)
    april = close(shop, "2027-04", "2027-05-01 00:10")
    may = close(shop, "2027-05", "2027-06-01 00:10")
    assert lines(march)["message.sms", "2027-03"] == (2, 50)
    assert lines(april)["message.sms", "2027-03"] == (1, 25)
    assert lines(april)["refund.sms", "2027-03"] == (-1, -25)
    assert lines(april)["message.sms", "2027-04"] == (4, 100)
    assert not [key for key in lines(may) if "sms" in key[0]]


def test_a_message_after_midnight_but_before_the_draft_waits_for_its_own_month(
    shop: Company,
) -> None:
    with inside_at(shop, "2027-04-01 00:05"):
        send(shop, sms=1)
    march = close(shop, "2027-03", "2027-04-01 00:10")
    april = close(shop, "2027-04", "2027-05-01 00:10")
    assert ("message.sms", "2027-04") not in lines(march)
    assert lines(april)["message.sms", "2027-04"] == (1, 25)


def test_what_the_balance_covered_is_deducted_with_its_vat(shop: Company) -> None:
    travel(shop, "2027-03-10 09:00")
    with context.platform("tests"):
        topups.enter(
            shop,
            supply=1_000,
            paid=1_100,
            reference="T-1",
            received_on=MARCH.first,
            entered_by="op",
        )
    with inside_at(shop, "2027-03-12 10:00"):
        send(shop, sms=50)
    invoice = close(shop, "2027-03", "2027-04-01 00:10")
    assert (invoice.prepaid_supply, invoice.prepaid) == (1_000, 1_100)
    assert invoice.due == invoice.total - 1_100
    with context.platform("tests"):
        receivable = LedgerLeg.objects.get(company=shop, account__kind="receivable").amount
        owed = AccountBalance.objects.get(company=shop).owed
        assert owed - receivable == invoice.due
        assert verification.verify(shop).findings == ()


def test_an_issued_invoice_cannot_be_changed_or_deleted_by_anyone(shop: Company) -> None:
    invoice = close(shop, "2027-03", "2027-04-01 00:10")
    with context.platform("tests"):
        for change in (
            lambda: Invoice.objects.filter(pk=invoice.pk).update(total=0, supply=0, vat=0),
            lambda: Invoice.objects.filter(pk=invoice.pk).update(state="draft", number=None),
            lambda: InvoiceLine.objects.filter(invoice=invoice).update(supply=1),
            lambda: InvoiceLine.objects.filter(invoice=invoice).delete(),
            lambda: Invoice.objects.filter(pk=invoice.pk).delete(),
        ):
            with pytest.raises(DatabaseError, match="credit note"), transaction.atomic():
                change()


def test_the_pdf_is_made_once_hashed_and_refused_when_altered(shop: Company) -> None:
    with inside_at(shop, "2027-03-12 10:00"):
        send(shop, sms=3)
    invoice = close(shop, "2027-03", "2027-04-01 00:10")
    with context.inside(shop):
        invoice.refresh_from_db()
        content = pdf.read(invoice)
        assert pdf.render(invoice) == content == pdf.read(invoice)
        path = pdf.default_storage.path(invoice.pdf_name)
        with open(path, "ab") as file:
            file.write(b" ")
        with pytest.raises(pdf.DamagedFile):
            pdf.read(invoice)
        with open(path, "wb") as file:
            file.write(content)
        text = PdfReader(path).pages[0].extract_text()
    for part in ("청구서", "2027-03-00001", "공급자", "공급받는 자", f"{invoice.total:,}", "v1"):
        assert part in text


def test_seats_of_a_suspended_company_are_still_billed(shop: Company) -> None:
    with context.platform("tests"):
        Company.objects.filter(pk=shop.pk).update(state="suspended")
    assert close(shop, "2027-03", "2027-04-01 00:10").supply == 300_000


def test_added_and_removed_on_one_day_changes_nothing(shop: Company, bob: User) -> None:
    with inside_at(shop, "2027-03-12 09:00"):
        licences.assign(bob, ["campaign", "service"])
    with inside_at(shop, "2027-03-12 18:00"):
        licences.assign(bob, ["campaign"])
    invoice = close(shop, "2027-03", "2027-04-01 00:10")
    assert invoice.supply == 300_000
    with context.platform("tests"):
        assert SeatEvent.objects.filter(company=shop, plan="service").count() == 2
