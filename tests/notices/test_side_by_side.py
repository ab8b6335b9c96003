"""Two workers tell the same user at the same moment: each thing is counted once (U9)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from dangol import notices
from modules.base.models import Customer
from tenants.context import inside
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.notices.services.telling import CROWD
from tenants.people.models import User

pytestmark = pytest.mark.feature("U9")
WAIT = 20.0


def tell(user: User, customer: Customer) -> None:
    notices.tell(
        notices.Told(kind="tenants.trigger.fired", record="base.customer", key=str(customer.pk)),
        [user.pk],
    )


@contextmanager
def gathering(company: Company, user: User, customer: Customer) -> Iterator[threading.Event]:
    """Another worker tells of the customer and does not commit before the event is set."""
    has_told, may_commit = threading.Event(), threading.Event()

    def work() -> None:
        with inside(company), transaction.atomic():
            tell(user, customer)
            has_told.set()
            may_commit.wait(WAIT)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert has_told.wait(WAIT)
        yield may_commit
    finally:
        may_commit.set()
        thread.join(WAIT)
        assert not thread.is_alive()


def a_crowd(user: User) -> list[Customer]:
    """As many told of as make a crowd with the next, and two more of whom nobody was told."""
    known = [Customer.objects.create(name=f"고객{number}") for number in range(CROWD + 2)]
    for customer in known[:CROWD]:
        tell(user, customer)
    assert Notice.objects.count() == CROWD
    return known


def counted() -> list[int]:
    return sorted(Notice.objects.values_list("count", flat=True))


def someone_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def test_what_another_worker_gathers_is_left_to_it(
    committed_db: None, hanbit: Company, bob: User
) -> None:
    with inside(hanbit):
        *_, sixth, seventh = a_crowd(bob)
        with gathering(hanbit, bob, sixth):
            tell(bob, seventh)
        assert counted() == [1, CROWD + 1]


def test_what_was_gathered_away_in_the_moment_of_counting_is_told_anew(
    committed_db: None, hanbit: Company, bob: User
) -> None:
    with inside(hanbit):
        first, *_, sixth, _seventh = a_crowd(bob)

        def again() -> None:
            with inside(hanbit):
                tell(bob, first)
            connections.close_all()

        with gathering(hanbit, bob, sixth) as may_commit:
            thread = threading.Thread(target=again)
            thread.start()
            end = time.monotonic() + WAIT
            while not someone_waits_for_a_lock() and time.monotonic() < end:
                time.sleep(0.01)
            may_commit.set()
            thread.join(WAIT)
        assert counted() == [1, CROWD + 1]
