"""What a company's administrator and the provider's staff see and may do (Q1, Q5, T1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from billing.models import AccountBalance, CompanyLimits, CompanyProfile, Invoice, TopUp
from billing.services import invoices
from billing.services.months import Month
from billing.tests.test_meter import charge
from billing.tests.travel import moment
from dangol import clock
from messaging import ports
from tenants import context
from tenants.models import Company
from tenants.people.models import AuditEntry, User

Browse = Callable[..., Client]


def issue(company: Company) -> Invoice:
    month = Month.of(clock.today())
    return invoices.close(company, month, moment(f"{month.next.first} 00:10"))


def send(company: Company, count: int = 4) -> None:
    with context.inside(company):
        meter = ports.meter()
        charges = [charge() for _ in range(count)]
        meter.capture(meter.hold("send", 25 * count, purpose="Spring sale"), charges)


def audited(company: Company, action: str) -> AuditEntry:
    with context.inside(company):
        return AuditEntry.objects.filter(action=action).latest("at")


@pytest.mark.feature("Q1")
def test_the_billing_page_shows_plans_messages_account_and_invoices(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    send(hanbit)
    invoice = issue(hanbit)
    page = browse(ada).get("/billing/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "200,000 / 120,000" in text
    assert "₩49,900" in text
    assert invoice.number in text


@pytest.mark.feature("Q1")
def test_a_member_does_not_see_cost(browse: Browse, bob: User) -> None:
    client = browse(bob)
    for address in ("/billing/", "/billing/registration", "/billing/licence-preview"):
        assert client.get(address).status_code == 403
    assert browse(company=None).get("/billing/").status_code == 404


@pytest.mark.feature("Q1")
def test_the_preview_tells_this_and_the_next_months_cost_before_confirming(
    browse: Browse, bob: User, ada: User
) -> None:
    page = browse(ada).get(
        "/billing/licence-preview", {"user": bob.pk, "plans": ["campaign", "sales"]}
    )
    assert page.status_code == 200
    assert "₩300,000 → ₩380,000" in page.content.decode()
    refused = browse(ada).get("/billing/licence-preview", {"plans": ["full", "sales"]})
    assert refused.status_code == 422


@pytest.mark.feature("Q5")
def test_an_invoice_is_read_as_page_json_and_pdf_by_its_own_company_only(
    browse: Browse, hanbit: Company, ada: User, eve: User
) -> None:
    send(hanbit)
    invoice = issue(hanbit)
    home = f"/billing/invoices/{invoice.pk}"
    client = browse(ada)
    assert f"{invoice.total:,}" in client.get(home).content.decode()
    assert client.get(f"{home}.json").json()["total"] == invoice.total
    pdf = client.get(f"{home}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"{home}.pdf").content == pdf.content
    for ending in ("", ".json", ".pdf"):
        assert browse(eve).get(home + ending).status_code == 404


@pytest.mark.feature("Q5")
def test_an_invoice_past_its_day_looks_overdue_on_every_list(
    browse: Browse, hanbit: Company, ada: User, op: User
) -> None:
    send(hanbit)
    invoice = issue(hanbit)
    lists = [
        (ada, "/billing/"),
        (ada, "/billing/invoices/"),
        (ada, f"/billing/invoices/{invoice.pk}"),
        (op, f"/console/companies/{hanbit.pk}/"),
        (op, "/console/invoices/"),
    ]
    for days, told in [(0, False), (1, True), (63, True)]:
        shift = moment(f"{invoice.due_date + timedelta(days=days)} 12:00") - clock.real_now()
        with context.platform("test"):
            Company.objects.update(clock_shift=shift)
        for user, address in lists:
            page = browse(user).get(address).content.decode()
            assert (f"{days}일 연체" in page) is told, address
            assert ('class="dot err"' in page) is told, address


@pytest.mark.feature("Q5")
def test_a_draft_is_not_yet_the_companys_to_see(browse: Browse, hanbit: Company, ada: User) -> None:
    month = Month.of(clock.today())
    with invoices.company_time(hanbit, moment(f"{month.next.first} 00:10")):
        draft = invoices.draft(hanbit, month)
    assert browse(ada).get(f"/billing/invoices/{draft.pk}").status_code == 404


@pytest.mark.feature("Q5")
def test_registration_data_is_saved_audited_and_stands_on_the_next_invoice(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    facts = {
        "legal_name": "한빛물산 주식회사", "representative": "한가람",
        "street": "서울시 본보기로 1", "business_type": "도소매업",
        "business_item": "식품", "email": "tax@hanbit.example", "due_day": "10",
    }  # fmt: skip
    assert browse(ada).post("/billing/registration", facts).status_code == 302
    assert audited(hanbit, "billing.registration.edit").actor_name == ada.name
    invoice = issue(hanbit)
    assert invoice.parties["buyer"]["representative"] == "한가람"
    assert invoice.due_date.day == 10
    wrong = browse(ada).post("/billing/registration", facts | {"email": "nobody"})
    assert wrong.status_code == 422
    with context.inside(hanbit):
        assert CompanyProfile.objects.get().email == "tax@hanbit.example"


@pytest.mark.feature("T1")
def test_the_list_finds_companies_by_name_address_and_number(
    browse: Browse, op: User, hanbit: Company
) -> None:
    send(hanbit)
    client = browse(op)
    everything = client.get("/console/").content.decode()
    assert "한빛물산" in everything
    assert "다온상사" in everything
    assert "₩100" in everything
    for find in ("한빛", "hanb", "124-81-00998"):
        text = client.get("/console/", {"find": find}).content.decode()
        assert "한빛물산" in text
        assert "다온상사" not in text
    assert client.get("/console/", {"find": "%"}).status_code == 200


@pytest.mark.feature("T1")
def test_the_consoles_do_not_exist_for_customers(
    browse: Browse, ada: User, hanbit: Company, daon: Company
) -> None:
    client = browse(ada)
    for address in ("/console/", f"/console/companies/{daon.pk}/", "/console/invoices/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/console/companies/{daon.pk}/suspend", {"reason": "x"}).status_code == 404


@pytest.mark.feature("T1")
def test_limits_are_edited_checked_and_audited_on_both_sides(
    browse: Browse, op: User, hanbit: Company, provider: Company
) -> None:
    home = f"/console/companies/{hanbit.pk}/"
    client = browse(op)
    assert client.get(home).status_code == 200
    facts = {"credit": "80000", "email_day": "10", "email_month": "20", "sms_day": "1",
             "sms_month": "2", "lms_day": "0", "lms_month": "0"}  # fmt: skip
    assert client.post(f"{home}limits", facts).status_code == 302
    with context.inside(hanbit):
        assert ports.meter().account().available == 80_000
        assert ports.meter().take_quota("sms", 5, clock.now()) == 1
        assert CompanyLimits.objects.get(channel="email").per_month == 20
    for side in (hanbit, provider):
        assert audited(side, "billing.company.edit").actor_name == op.name
    wrong = client.post(f"{home}limits", facts | {"sms_day": "3", "credit": "90000"})
    assert wrong.status_code == 422
    with context.platform("tests"):
        assert AccountBalance.objects.get(company=hanbit).credit_limit == 80_000


@pytest.mark.feature("T1")
def test_credit_that_is_in_use_cannot_be_taken_away(
    browse: Browse, op: User, hanbit: Company
) -> None:
    with context.inside(hanbit):
        ports.meter().hold("send", 30_000, purpose="test")
    facts = {"credit": "29999"} | {
        f"{channel}_{span}": "5" for channel in ("email", "sms", "lms") for span in ("day", "month")
    }
    page = browse(op).post(f"/console/companies/{hanbit.pk}/limits", facts)
    assert page.status_code == 422
    assert "30,000" in page.content.decode()
    with context.platform("tests"):
        assert AccountBalance.objects.get(company=hanbit).credit_limit == 50_000


@pytest.mark.feature("T1")
def test_a_bank_transfer_is_entered_once(browse: Browse, op: User, hanbit: Company) -> None:
    address = f"/console/companies/{hanbit.pk}/top-up"
    facts = {"supply": "100000", "paid": "110000", "reference": "한빛물산 1122",
             "received_on": str(clock.today())}  # fmt: skip
    client = browse(op)
    assert client.get(address).status_code == 200
    slip = client.post(address, facts | {"paid": "100000"})
    assert slip.status_code == 422
    assert "110,000" in slip.content.decode()
    assert client.post(address, facts).status_code == 302
    assert client.post(address, facts).status_code == 422
    with context.platform("tests"):
        assert TopUp.objects.get().paid == 110_000
    with context.inside(hanbit):
        assert ports.meter().account().balance == 100_000


@pytest.mark.feature("T1")
def test_a_suspended_company_reads_but_does_not_write_until_restored(
    browse: Browse, op: User, ada: User, hanbit: Company, provider: Company
) -> None:
    home = f"/console/companies/{hanbit.pk}/"
    client = browse(op)
    assert client.get(f"{home}suspend").status_code == 200
    assert client.post(f"{home}suspend", {"reason": ""}).status_code == 422
    assert client.post(f"{home}suspend", {"reason": "unpaid"}).status_code == 302
    assert f"{home}restore" in client.get(home).content.decode()
    for side in (hanbit, provider):
        entry = audited(side, "billing.company.suspend")
        assert entry.changes["reason"] == "unpaid"
    assert browse(ada).get("/billing/").status_code == 200
    assert browse(ada).post("/tenants/users/invite", {}).status_code == 403
    assert client.post(f"{home}restore").status_code == 302
    hanbit.refresh_from_db()
    assert not hanbit.is_suspended


@pytest.mark.feature("T1")
def test_staff_read_every_companys_invoices_with_drafts(
    browse: Browse, op: User, hanbit: Company, daon: Company
) -> None:
    issued = issue(hanbit)
    month = Month.of(clock.today())
    with invoices.company_time(daon, moment(f"{month.next.first} 00:10")):
        draft = invoices.draft(daon, month)
    client = browse(op)
    text = client.get("/console/invoices/").content.decode()
    assert issued.number in text
    assert "다온상사" in text
    assert client.get(f"/console/invoices/{draft.pk}").status_code == 200
    assert client.get(f"/console/invoices/{draft.pk}.pdf").status_code == 404
    assert client.get(f"/console/invoices/{issued.pk}.pdf").content.startswith(b"%PDF")
    assert client.get(f"/console/invoices/{issued.pk}.json").json()["number"] == issued.number
    assert client.get("/console/companies/99999/").status_code == 404
