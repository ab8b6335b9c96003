"""What a form saved is taken back from the toast, but for what was changed since (U4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from modules.base.models import Customer
from modules.base.services import customers
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("U4")
Browse = Callable[..., Client]
LIST = "/base/customers/"


@pytest.fixture
def customer(hanbit: Company, ada: User) -> Customer:
    with inside(hanbit):
        return Customer.objects.create(
            name="김하늘", grade=2, memo="두\n줄", owner=ada, mail_ads=True, mailing_place="work"
        )


def save(client: Client, customer: Customer, **changed: Any) -> str:
    """Saves the form with these values changed; the address that takes it back, or ""."""
    page = f"{LIST}{customer.pk}/edit"
    form = client.get(page).context["form"]
    data = {
        name: "on" if value is True else str(value)
        for name in form.fields
        if (value := form[name].value()) not in (None, "", False)
    }
    data = {name: value for name, value in (data | changed).items() if value is not None}
    text = client.post(page, data, follow=True).content.decode()
    found = re.search(rf"{LIST}edits/[0-9a-f-]+/undo", text)
    return found[0] if found else ""


def test_everything_that_was_changed_goes_back(
    browse: Browse, ada: User, carol: User, customer: Customer, hanbit: Company
) -> None:
    client = browse(ada)
    undo = save(
        client, customer, name="김바다", grade="1", memo="한 줄", owner=str(carol.pk),
        mail_ads=None, birth_date="1980-05-17", mailing_place="home",
    )  # fmt: skip
    with inside(hanbit):
        customer.refresh_from_db()
        assert (customer.name, customer.grade, customer.mail_ads) == ("김바다", 1, False)
    client.post(undo)
    with inside(hanbit):
        customer.refresh_from_db()
        assert (customer.name, customer.grade, customer.memo) == ("김하늘", 2, "두\n줄")
        assert (customer.owner_id, customer.mail_ads, customer.birth_date) == (ada.pk, True, None)
        assert customer.mailing_place == "work"
    assert "toast error" in client.post(undo, follow=True).content.decode(), "only once"


def test_what_somebody_changed_since_stays_and_is_named(
    browse: Browse, ada: User, customer: Customer, hanbit: Company
) -> None:
    client = browse(ada)
    undo = save(client, customer, grade="1", source="박람회")
    with inside(hanbit):
        customers.edit(Customer.objects.get(), {"grade": 3}, "")
    text = client.post(undo, follow=True).content.decode()
    assert "그대로예요: 등급" in text
    with inside(hanbit):
        customer.refresh_from_db()
        assert (customer.grade, customer.source) == (3, "")


def test_a_save_that_changes_nothing_offers_nothing(
    browse: Browse, ada: User, customer: Customer
) -> None:
    assert save(browse(ada), customer) == ""


@pytest.mark.feature("A13")
def test_a_field_that_is_hidden_since_is_left_alone(
    browse: Browse, bob: User, customer: Customer, hanbit: Company
) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(
            name="영업", scopes=dict.fromkeys(grantable.permissions(), 3)
        )
        roles.assign(bob, [role.pk])
    client = browse(bob)
    undo = save(client, customer, grade="1", source="박람회")
    with inside(hanbit):
        role.fields = {"base.customer": {"source": "hide"}}
        role.save()
    text = client.post(undo, follow=True).content.decode()
    assert "박람회" not in text
    with inside(hanbit):
        customer.refresh_from_db()
        assert (customer.grade, customer.source) == (2, "박람회")
