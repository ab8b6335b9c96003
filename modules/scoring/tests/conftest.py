"""What the tests of scores begin with: a day, and customers who buy on others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from dangol import clock
from modules.base.models import Customer, Order
from modules.scoring.models import Run
from modules.scoring.services import runs
from tenants.models import Company

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=clock.KOREA)
"""A Friday."""
Buyer = Callable[..., Customer]


@pytest.fixture(autouse=True)
def friday(inside_hanbit: Company) -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def buyer() -> Buyer:
    """`buyer("2026-10-01", "2026-11-01")`: somebody who bought on these days, for ₩100,000 each."""

    def made(*bought_on: str, amount: int = 100_000, **values: Any) -> Customer:
        added = datetime(2023, 1, 2, 9, tzinfo=clock.KOREA)
        customer = Customer.objects.create(**{"name": "김하늘", "created_at": added, **values})
        for day in bought_on:
            order(customer, day, amount=amount)
        return customer

    return made


def order(customer: Customer, day: str, **values: Any) -> Order:
    at = datetime.fromisoformat(f"{day} 08:00").replace(tzinfo=clock.KOREA)
    number = f"O-{Order.objects.count() + 1}"
    return Order.objects.create(customer=customer, number=number, ordered_at=at, **values)


def quiet(_pk: str) -> None:
    """A bell that nobody hears."""


def computed() -> Run:
    """One computation from beginning to end."""
    run = runs.start(None, quiet)
    runs.work(run.pk)
    run.refresh_from_db()
    return run


def after(days: int) -> Any:
    """The clock so many days later."""
    return clock.at(NOW + timedelta(days=days))
