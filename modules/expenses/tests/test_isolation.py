"""No company sees another's expenses (A27, V1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from modules.expenses.models import Expense
from modules.expenses.records import expense_record
from modules.expenses.services.expenses import expenses
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("A27")


def test_two_companies_never_see_each_other_s(
    hanbit: Company, daon: Company, bob: User, eve: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        secret = expenses.create({"name": "한빛 경비", "amount": 777_777, "owner": bob})
    with inside(daon):
        assert not Expense.objects.exists()
        assert not expense_record.visible_to(eve).exists()
    client = browse(eve)
    for path in ("", "submit", "approve", "pay"):
        answer = client.post(f"/expenses/expenses/{secret.pk}/{path}")
        assert answer.status_code in (404, 405)
    assert client.get(f"/expenses/expenses/{secret.pk}/").status_code == 404
    assert "777,777" not in client.get("/expenses/month/").content.decode()
