"""What the tests of hints share: a customer, and one hint from Ada."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from modules.base.models import Customer
from tenants.audit import Actor, acting
from tenants.context import inside
from tenants.hints.models import Hint
from tenants.hints.services import sending
from tenants.models import Company
from tenants.people.models import User


@contextmanager
def as_user(user: User) -> Iterator[None]:
    with acting(Actor(id=user.pk, name=user.name)):
        yield


@pytest.fixture
def customer(hanbit: Company) -> Customer:
    with inside(hanbit):
        return Customer.objects.create(name="김하늘")


@pytest.fixture
def show(hanbit: Company, customer: Customer) -> Callable[..., Hint]:
    """`show(ada, bob, carol, note="…")`: the customer's page, shown."""

    def shown(by: User, *to: User, **more: Any) -> Hint:
        with inside(hanbit), as_user(by):
            facts = {"at": f"/base/customers/{customer.pk}/", "note": "확인 부탁드려요"}
            codes = [f"u{user.pk}" for user in to]
            return sending.send(by, to=codes, **(facts | more)).hint

    return shown
