"""Tiles of the portal stay quick among any number of customers: what they ask, an index answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from dangol import clock
from modules.base import widgets
from modules.base.models import Customer
from modules.base.queries.birthdays import born_on
from tenants import context
from tenants.models import Company
from tenants.people.models import User

pytestmark = [pytest.mark.feature("A3"), pytest.mark.usefixtures("many_customers")]


@pytest.fixture
def many_customers(hanbit: Company) -> Iterator[None]:
    """The test runs inside Hanbit, which has so many that an index is worth its while."""
    born, now = date(1980, 1, 1), clock.now()
    with context.inside(hanbit):
        Customer.objects.bulk_create(
            Customer(
                name=f"고객 {n}",
                birth_date=born + timedelta(days=n),
                created_at=now - timedelta(days=n % 700),
            )
            for n in range(2_000)
        )
    with context.platform("statistics of many customers"), connection.cursor() as cursor:
        cursor.execute(f'ANALYZE "{hanbit.schema_name}".base_customer')
    with context.inside(hanbit):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def test_birthdays_are_found_by_an_index_among_any_number_of_customers() -> None:
    for looked_for in (
        Q(birth_date__month=3),
        born_on({(2, 28): 0, (3, 1): 1}),
    ):
        rows = Customer.objects.filter(looked_for, deleted_at=None).order_by()
        assert "base_customer_birthday" in rows.explain()


def test_growth_is_counted_in_one_statement_that_reads_an_index_alone(ada: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = widgets.growth(ada, {})
    assert found["count"] > 900
    counting = [each["sql"] for each in asked if "COUNT(*)" in each["sql"]]
    assert len(counting) == 2  # the months past, which a large company keeps, and this one
    with connection.cursor() as cursor:
        # Rows of this transaction are not vacuumed, so that the pages are not known to be whole.
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {counting[0]}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.count("Index Only Scan using base_customer_growth") == 11
