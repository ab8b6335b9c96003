"""Sets of fields of a trade: taken over, put away, and back with their values (A15, B4, B5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from dangol.records.custom import kinds
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.kinds.texts import masked
from dangol.records.forms.base import form_for
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import customers
from tenants.customising.models import FieldDefinition
from tenants.customising.queries.sets import sets
from tenants.customising.services import sets as services
from tenants.models import Company
from tenants.people.models import User

SECURITIES, COSMETICS = "base.securities", "base.cosmetics"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(SECURITIES, marks=pytest.mark.feature("B4")),
        pytest.param(COSMETICS, marks=pytest.mark.feature("B5")),
    ],
)
def test_a_set_is_there_by_one_click_and_gone_by_another(
    browse: Callable[..., Client], ada: User, inside_hanbit: Company, code: str
) -> None:
    client = browse(ada)
    client.post(reverse("tenants:field-set-install", args=[code]))
    wanted = len(sets()[code].fields)
    rows = FieldDefinition.objects.filter(origin__startswith=code, retired_at=None)
    assert rows.count() == wanted
    client.post(reverse("tenants:field-set-install", args=[code]))
    assert rows.count() == wanted, "a second click changes nothing"
    form = form_for(customer_record, ada)
    assert {row.name for row in rows.all()} <= form.fields.keys()
    client.post(reverse("tenants:field-set-remove", args=[code]))
    assert rows.count() == 0


@pytest.mark.feature("B5")
def test_values_wait_while_a_set_is_put_away(inside_hanbit: Company, ada: User) -> None:
    services.install(COSMETICS)
    notes = FieldDefinition.objects.get(origin=f"{COSMETICS}/beauty")
    made: Customer = customers.create({"name": "김하늘", notes.name: "저녁마다 수분 크림"})
    services.put_away(COSMETICS)
    assert services.install(COSMETICS) == len(sets()[COSMETICS].fields)
    found = customer_record.visible_to(ada).get(pk=made.pk)
    assert getattr(found, notes.name) == "저녁마다 수분 크림"


@pytest.mark.feature("B4")
def test_an_account_number_is_shown_masked_and_never_comes_back_so(
    browse: Callable[..., Client], ada: User, inside_hanbit: Company
) -> None:
    services.install(SECURITIES)
    account = FieldDefinition.objects.get(origin=f"{SECURITIES}/account")
    made: Customer = customers.create({"name": "김하늘", account.name: "110-234-567890"})
    html = browse(ada).get(reverse("base:customer-page", args=[made.pk])).content.decode()
    assert "110-234-567890" not in html
    assert "•••-•••-••7890" in html
    field = CustomField(
        name="x_a", record="base.customer", kind="text", label="계좌", rules={"masked": True}
    )
    with pytest.raises(ValidationError, match="가려서"):
        kinds.of(field).form_field(field, ada).clean("•••-•••-••7890")
    assert kinds.of(field).written("110-234-567890", field) == "•••-•••-••7890"


@pytest.mark.feature("B4")
@pytest.mark.parametrize(("text", "shown"), [("", ""), ("1234", "1234"), ("A-12345", "•-•2345")])
def test_four_digits_stay_whatever_the_length(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_an_unknown_set_is_not_found(
    browse: Callable[..., Client], ada: User, inside_hanbit: Company
) -> None:
    assert browse(ada).post("/tenants/fields/sets/no.such/install").status_code == 404
