"""Demo companies: the same seed gives the same rows, and the rows make sense (X1)."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from dangol.errors import RuleBroken
from dangol.records.text import resident_numbers
from modules.base import values
from modules.base.bulk import columns_of
from modules.base.commands import demo
from modules.base.demo import filling, history, people
from modules.base.demo.filling import Size
from modules.base.models import ContactHistory, Customer, Order
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("X1")
AS_OF = date(2026, 11, 20)


def everything() -> list[str]:
    """All rows of the drawn tables as text, in order of their ids."""
    rows = []
    with connection.cursor() as cursor:
        for model in (Customer, ContactHistory, Order):
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t ORDER BY id')
            rows += [row[0] for row in cursor.fetchall()]
    return rows


def drawn(seed: int, staff: list[Any]) -> list[str]:
    """What a seed gives, in an otherwise empty company."""
    Customer.objects.all().delete()
    filling.fill(Size(300, 900), seed=seed, as_of=AS_OF, staff=staff)
    return everything()


def test_the_same_seed_gives_the_same_rows_with_the_same_ids(
    inside_hanbit: Any, bob: User, carol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BLOCK", 100)
    staff = [bob.pk, carol.pk]
    first = drawn(7, staff)
    assert len(first) == 300 + 900 + 450
    assert drawn(7, staff) == first
    assert drawn(8, staff) != first


def test_a_stopped_fill_goes_on_where_it_was(
    inside_hanbit: Any, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BLOCK", 100)
    whole = drawn(7, [bob.pk])
    second_block = Customer.objects.order_by("id").values_list("pk", flat=True)[100:200]
    Customer.objects.filter(pk__in=list(second_block)).delete()
    filling.fill(Size(300, 900), seed=7, as_of=AS_OF, staff=[bob.pk])
    assert everything() == whole


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Customer, people.COLUMNS),
        (ContactHistory, history.CONTACT_COLUMNS),
        (Order, history.ORDER_COLUMNS),
    ],
)
def test_every_column_is_drawn(model: Any, columns: tuple[str, ...]) -> None:
    assert sorted(columns) == sorted(columns_of(model))


def test_what_is_drawn_is_what_a_user_could_have_entered(inside_hanbit: Any, bob: User) -> None:
    drawn(1, [bob.pk])
    customers = list(Customer.objects.all())
    for customer in customers:
        customer.full_clean()
        assert values.mobile(customer.mobile) == (customer.mobile, customer.mobile_key)
        assert values.email(customer.email)[1] == customer.email_key
        assert customer.email.endswith(".example") or not customer.email
        assert values.phone(customer.work_phone) == customer.work_phone
        assert values.postcode(customer.work_postcode) == customer.work_postcode
        assert re.fullmatch(r"[가-힣]{2,4}", customer.name)
        assert customer.created_at.date() < AS_OF
        assert not any(resident_numbers(f"{customer.mobile_key} {customer.code}"))
    keys = [customer.mobile_key for customer in customers if customer.mobile_key]
    assert len(set(keys)) == len(keys)
    assert 0.4 < sum(customer.mail_ads for customer in customers) / len(customers) < 0.7
    assert sum(customer.name[0] in "김이박" for customer in customers) > len(customers) * 0.35


def test_the_last_contact_is_the_last_of_the_history(inside_hanbit: Any, bob: User) -> None:
    drawn(1, [bob.pk])
    for customer in Customer.objects.prefetch_related("contacts"):
        dates = [contact.contacted_at for contact in customer.contacts.all()]
        assert customer.last_contacted_at == max(dates, default=None)


def test_one_address_belongs_to_one_place(inside_hanbit: Any) -> None:
    drawn(1, [])
    offices = Customer.objects.exclude(company_name="").values_list(
        "company_name", "work_phone", "work_postcode", "work_line1"
    )
    assert len({name for name, *_rest in offices}) == len(set(offices))


@pytest.fixture
def run(committed_db: None) -> Any:
    """`run(*arguments)`: what the command prints, read as JSON."""

    def call(*arguments: str) -> dict[str, Any]:
        answer = CliRunner().invoke(demo, [*arguments, "--json"], catch_exceptions=False)
        found: dict[str, Any] = json.loads(answer.output)
        return found

    return call


def test_the_command_makes_companies_that_one_can_log_in_to(run: Any) -> None:
    found = run("--customers", "50", "--companies", "2", "--ensure")
    assert [each["address"] for each in found["logins"][::5]] == ["demo", "demo2", "ops"]
    assert found["rows"] == 2 * (50 + 200 + 100)
    for each in found["logins"][:10]:
        company = Company.objects.get(address=each["address"])
        with inside(company):
            assert User.objects.get(email=each["email"]).check_password(each["password"])
            assert Customer.objects.count() == 50


def test_ensuring_twice_changes_nothing_and_is_quick(run: Any) -> None:
    run("--customers", "50", "--ensure")
    again = run("--customers", "50", "--ensure")
    assert again["rows"] == 0
    assert again["logins"][0]["address"] == "demo"
    assert again["seconds"] < 1


def test_without_ensure_a_company_that_is_there_is_left_alone(run: Any) -> None:
    run("--customers", "5")
    with pytest.raises(RuleBroken) as refusal:
        run("--customers", "9")
    assert refusal.value.code == "demo_exists"
    with inside(Company.objects.get(address="demo")):
        assert Customer.objects.count() == 5
