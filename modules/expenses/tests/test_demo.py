"""The demo's expenses hang together: every point of the way, no two companies' alike (X1)."""

from __future__ import annotations

from typing import Any

import pytest

from modules.expenses import demo
from modules.expenses.models import Expense, State
from tenants.notices.models import Notice
from tenants.people.models import User

pytestmark = [pytest.mark.feature("A27"), pytest.mark.feature("X1")]


def test_the_demo_s_expenses_stand_everywhere_on_their_way(inside_hanbit: Any, ada: User) -> None:
    count = demo.fill()
    assert count == Expense.objects.count() > 60
    assert set(Expense.objects.values_list("state", flat=True)) == set(State)
    for expense in Expense.objects.select_related("owner", "approver"):
        assert expense.amount > 0
        assert expense.owner_id != expense.approver_id
        assert (expense.paid_on is not None) == (expense.state == State.PAID)
        assert (expense.returned_for != "") == (expense.state == State.RETURNED)
    assert not Notice.objects.exists()
    assert demo.fill() == 0
