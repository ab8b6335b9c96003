"""A record is named by the field that its type declares, whatever that is called (U1, V3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from dangol.records.types import records
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services.orders import orders
from tenants.models import Company
from tenants.people.models import AuditEntry

pytestmark = [pytest.mark.feature("U1"), pytest.mark.feature("V3")]


def test_the_audit_names_a_record_whose_model_has_no_name(inside_hanbit: Company) -> None:
    assert records()["base.order"].title == "number"
    customer = Customer.objects.create(name="김하늘")
    order = orders.create({"customer": customer, "number": "O-7", "amount": 1_000})
    assert not hasattr(order, "name")
    orders.remove(order)
    named = AuditEntry.objects.filter(subject="base.order", subject_id=str(order.pk))
    assert set(named.values_list("action", "summary")) == {
        ("base.order.create", "O-7"), ("base.order.delete", "O-7"),
    }  # fmt: skip


def test_a_title_that_is_no_field_is_refused_at_start_in_a_sentence() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        replace(customer_record, title="plate")
    sentence = str(refused.value)
    assert "base.customer" in sentence
    assert "title='plate'" in sentence
    assert "Customer has no such field" in sentence
