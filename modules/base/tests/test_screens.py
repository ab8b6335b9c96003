"""The screens of a customer: who may open them, and what they write (B1, B2, B7)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from modules.base.models import ContactHistory, Customer, Order
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = pytest.mark.feature("B2")
LIST_QUERIES = 12
Browse = Callable[..., Client]

FORM = {
    "name": "김하늘",
    "company_name": "㈜한빛물산",
    "mobile": "+82 10 1234 5678",
    "email": "Haneul@Hanbit.example",
    "home_postcode": "153769",
    "birth_date": "1980년 5월 17일",
    "mailing_place": "home",
    "mail_ads": "on",
}


@pytest.fixture
def haneul(hanbit: Company) -> Customer:
    with inside(hanbit):
        return Customer.objects.create(name="김하늘", company_name="㈜한빛물산")


def test_a_new_customer_is_its_makers_unless_they_say_otherwise(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    client = browse(carol)
    page = client.get("/base/customers/new").content.decode()
    assert f'value="{carol.pk}" selected' in page
    client.post("/base/customers/new", {**FORM, "owner": ""})
    with inside(hanbit):
        assert Customer.objects.get().owner_id is None


def test_a_new_customer_is_stored_as_it_is_written_everywhere(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    answer = browse(carol).post("/base/customers/new", FORM)
    with inside(hanbit):
        customer = Customer.objects.get()
        assert answer["Location"] == f"/base/customers/{customer.pk}/"
        assert (customer.mobile, customer.mobile_key) == ("010-1234-5678", "01012345678")
        assert customer.email_key == "haneul@hanbit.example"
        assert customer.home_postcode == "153-769"
        assert str(customer.birth_date) == "1980-05-17"
        assert (customer.mail_ads, customer.mail_ads_source) == (True, "screen")
        assert (customer.sms_ads, customer.sms_ads_at) == (False, None)
        entry = AuditEntry.objects.get(action="base.customer.create")
        assert (entry.actor_id, entry.subject_id) == (carol.pk, str(customer.pk))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "\u200b"),
        ("mobile", "1234"),
        ("email", "x@"),
        ("home_postcode", "12"),
        ("birth_date", "1980-02-31"),
        ("birth_date", "2999-01-01"),
        ("memo", "800517-1234568"),
        ("name", "8005171234568"),
        ("mobile", "800517-1234568"),
        ("grade", "9"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_stored(
    browse: Browse, carol: User, hanbit: Company, field: str, value: str
) -> None:
    answer = browse(carol).post("/base/customers/new", FORM | {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with inside(hanbit):
        assert not Customer.objects.exists()


def test_a_code_is_given_once(browse: Browse, carol: User, hanbit: Company) -> None:
    browse(carol).post("/base/customers/new", FORM | {"code": "C-1"})
    answer = browse(carol).post("/base/customers/new", FORM | {"code": "C-1"})
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    with inside(hanbit):
        assert Customer.objects.count() == 1


def test_an_edit_tells_the_audit_what_changed(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer
) -> None:
    page = f"/base/customers/{haneul.pk}/edit"
    version = browse(carol).get(page).context["version"]
    answer = browse(carol).post(page, FORM | {"name": "김하늬", "version": version})
    assert answer.status_code == 302
    with inside(hanbit):
        changes = AuditEntry.objects.get(action="base.customer.edit").changes
    assert changes["name"] == ["김하늘", "김하늬"]
    assert "company_name" not in changes


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(
    browse: Browse, carol: User, bob: User, hanbit: Company, haneul: Customer
) -> None:
    page = f"/base/customers/{haneul.pk}/edit"
    version = browse(carol).get(page).context["version"]
    browse(bob).post(page, FORM | {"name": "먼저", "version": version})
    answer = browse(carol).post(page, FORM | {"name": "나중", "version": version})
    assert answer.status_code == 409
    with inside(hanbit):
        assert Customer.objects.get().name == "먼저"


def test_the_trash_hides_a_customer_and_gives_it_back(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    client = browse(ada)
    page = f"/base/customers/{haneul.pk}/"
    answer = client.post(f"{page}delete", follow=True)
    assert answer.context["listing"].count == 0
    assert f"{page}restore" in answer.content.decode()
    assert client.get(page).status_code == 404
    client.post(f"{page}restore")
    assert client.get(page).status_code == 200


def test_a_member_can_neither_delete_nor_export(
    browse: Browse, bob: User, haneul: Customer
) -> None:
    client = browse(bob)
    assert client.post(f"/base/customers/{haneul.pk}/delete").status_code == 403
    assert client.get("/base/customers/export").status_code == 403
    assert b"/base/customers/export" not in client.get("/base/customers/").content


@pytest.mark.feature("V1")
@pytest.mark.parametrize("tail", ["", "edit"])
def test_another_company_s_customer_does_not_exist(
    browse: Browse, ada: User, eve: User, haneul: Customer, tail: str
) -> None:
    address = f"/base/customers/{haneul.pk}/{tail}"
    assert browse(ada).get(address).status_code == 200
    assert browse(eve).get(address).status_code == 404


@pytest.mark.feature("V1")
@pytest.mark.parametrize("tail", ["edit", "delete", "restore", "notes"])
def test_another_company_s_customer_cannot_be_written(
    browse: Browse, eve: User, hanbit: Company, haneul: Customer, tail: str
) -> None:
    data = FORM | {"kind": "phone", "memo": "x"}
    assert browse(eve).post(f"/base/customers/{haneul.pk}/{tail}", data).status_code == 404
    with inside(hanbit):
        assert Customer.objects.get().name == "김하늘"
        assert not ContactHistory.objects.exists()


@pytest.mark.feature("B7")
def test_a_contact_is_noted_by_the_user_and_dates_the_customer(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer
) -> None:
    address = f"/base/customers/{haneul.pk}/notes"
    answer = browse(carol).post(address, {"kind": "phone", "memo": "다음 주 방문 희망"})
    assert answer.status_code == 302
    with inside(hanbit):
        contact = ContactHistory.objects.get()
        assert (contact.staff_id, contact.medium) == (carol.pk, "phone")
        assert Customer.objects.get().last_contacted_at == contact.contacted_at
    page = browse(carol).get(f"/base/customers/{haneul.pk}/").content.decode()
    assert "다음 주 방문 희망" in page


@pytest.mark.feature("B7")
@pytest.mark.parametrize(
    "changes",
    [{"memo": ""}, {"kind": "pigeon"}, {"at": "2999-01-01T10:00"},
     {"memo": "800517-1234568"}],
    ids=str,
)  # fmt: skip
def test_a_wrong_contact_is_told_and_not_stored(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer, changes: dict[str, str]
) -> None:
    data = {"kind": "phone", "memo": "x"} | changes
    address = f"/base/customers/{haneul.pk}/notes"
    for headers in ({}, {"HX-Request": "true"}):
        answer = browse(carol).post(address, data, headers=headers)
        assert answer.status_code == 422
        assert 'class="field-error"' in answer.content.decode()
    with inside(hanbit):
        assert not ContactHistory.objects.exists()


@pytest.mark.feature("B1")
def test_the_page_shows_contacts_orders_and_changes(
    browse: Browse, carol: User, hanbit: Company, haneul: Customer
) -> None:
    with inside(hanbit):
        Order.objects.create(customer=haneul, number="O-1", amount=18_400_000, product="베어링")
    page = browse(carol).get(f"/base/customers/{haneul.pk}/").content.decode()
    assert "베어링" in page
    assert "18,400,000" in page


@pytest.mark.feature("U1")
def test_htmx_gets_the_results_alone(browse: Browse, carol: User, haneul: Customer) -> None:
    whole = browse(carol).get("/base/customers/?q=하늘").content.decode()
    part = browse(carol).get("/base/customers/?q=하늘", headers={"HX-Request": "true"})
    assert "<html" in whole
    assert "<html" not in part.content.decode()
    assert "김하늘" in part.content.decode()


@pytest.mark.feature("U1")
def test_the_address_after_filtering_names_only_what_was_asked(browse: Browse, carol: User) -> None:
    asked = "/base/customers/?grade=1&owner=&q=&created_at.from=&sort=name"
    part = browse(carol).get(asked, headers={"HX-Request": "true"})
    assert part["HX-Push-Url"] == "/base/customers/?grade=1&sort=name"


@pytest.mark.feature("U1")
def test_a_list_costs_the_same_queries_whatever_its_length(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    client = browse(ada)

    def queries() -> int:
        return int(client.get("/base/customers/")["X-Query-Count"])

    with inside(hanbit):
        Customer.objects.create(name="하나", owner=ada)
    queries()  # the first visit of a log-in has its own price
    few = queries()
    assert few <= LIST_QUERIES
    with inside(hanbit):
        Customer.objects.bulk_create([Customer(name=f"고객{n}", owner=ada) for n in range(60)])
    assert queries() == few


@pytest.mark.feature("U6")
def test_an_export_holds_the_list_safely_and_is_logged(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        Customer.objects.create(name="=cmd|' /C calc'!A0", company_name="한빛물산")
        Customer.objects.create(name="이바다", company_name="다온상사")
    answer = browse(ada).post(
        "/base/customers/export?company_name=한빛&sort=name", {"reason": "backup"}
    )
    content = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert len(rows) == 3
    assert rows[2][:2] == ["'=cmd|' /C calc'!A0", "한빛물산"]
    with inside(hanbit):
        entry = AuditEntry.objects.get(action="base.customer.export")
    assert entry.changes["rows"] == 1


def test_text_of_a_customer_is_shown_as_text(browse: Browse, carol: User, hanbit: Company) -> None:
    script = "<script>alert(1)</script>"
    with inside(hanbit):
        customer = Customer.objects.create(name=script, company_name=script, memo=script)
    for tail in ("", f"{customer.pk}/", f"{customer.pk}/edit", f"?q={script}"):
        address = f"/base/customers/{tail}"
        assert script not in browse(carol).get(address).content.decode()


def test_nobody_sees_customers_without_logging_in(browse: Browse, hanbit: Company) -> None:
    answer: Any = browse(company=hanbit).get("/base/customers/")
    assert answer.status_code == 302
    assert "login" in answer["Location"]
