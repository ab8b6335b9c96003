"""What the tests of expenses begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from dangol import clock
from modules.expenses.models import Expense
from modules.expenses.records import expense_record
from modules.expenses.services import approvals
from modules.expenses.services.expenses import expenses
from tenants import audit
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.services import departments, roles

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=clock.KOREA)
TODAY = NOW.date()
Make = Callable[..., Expense]


@pytest.fixture
def friday(inside_hanbit: Company) -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def make(inside_hanbit: Company, ada: User, bob: User) -> Make:
    """`make(amount=5_000)`: Bob's expense, which Ada approves; `state` moves it on."""

    def made(**values: Any) -> Expense:
        state = values.pop("state", "draft")
        facts = {
            "name": "택시비", "amount": 12_000, "spent_on": TODAY, "account_title": "travel",
            "owner": bob, "approver": ada,
        }  # fmt: skip
        found: Expense = expenses.create(facts | values)
        return moved(found, state)

    return made


def moved(expense: Expense, state: str) -> Expense:
    """The expense as far as `state`, by its own approver."""
    rows = Expense.objects.filter(pk=expense.pk)
    approver = expense.approver
    if state != "draft":
        approvals.submit(expense, expense.owner)
    if state in ("approved", "paid"):
        approvals.approve(rows, approver)
    if state == "returned":
        approvals.send_back(rows, approver, "영수증이 없어요")
    if state == "paid":
        approvals.pay(rows)
    expense.refresh_from_db()
    return expense


@pytest.fixture
def by() -> Callable[[User], Any]:
    """`with by(bob):` what happens is Bob's doing."""
    return lambda user: audit.acting(audit.Actor(user.pk, user.name))


def give(user: User, **scopes: int) -> User:
    """A role with these scopes of expenses; the user read anew."""
    role = AccessRole.objects.create(
        name=f"역할 {user.name}",
        scopes={expense_record.permission(verb): scope for verb, scope in scopes.items()},
    )
    roles.assign(user, [role.pk])
    return User.objects.get(pk=user.pk)


def put_into(name: str, *people: User, above: Any = None) -> Any:
    """A department with these people."""
    found = departments.create(name, above.pk if above else None)
    for each in people:
        departments.place(each, found.pk)
    return found


def on(text: str) -> date:
    return date.fromisoformat(text)
