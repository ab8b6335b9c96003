"""What a process keeps in mind of a company, and when it reads anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction

from dangol import remembered
from tenants import context, known
from tenants.known import Known
from tenants.models import Company

pytestmark = pytest.mark.feature("P7")


class Table:
    """Stands for rows: counts how often they are read."""

    def __init__(self) -> None:
        self.value, self.times = "first", 0

    def read(self) -> str:
        self.times += 1
        return f"{context.company().address} {self.value}"


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def fact(table: Table) -> Known[str]:
    return Known("a fact of a test", table.read)


def test_is_read_once_for_many_requests(
    inside_hanbit: Company, table: Table, fact: Known[str]
) -> None:
    for _request in range(3):
        with remembered.reading():
            assert [fact.now(), fact.now()] == ["hanbit first"] * 2
    assert table.times == 1


def test_is_each_companys_own(hanbit: Company, daon: Company, fact: Known[str]) -> None:
    found = []
    for company in (hanbit, daon, hanbit):
        with context.inside(company), remembered.reading():
            found.append(fact.now())
    assert found == ["hanbit first", "daon first", "hanbit first"]


def test_a_change_is_heard_by_the_next_request(
    inside_hanbit: Company, table: Table, fact: Known[str]
) -> None:
    with remembered.reading():
        fact.now()
    table.value = "second"
    with remembered.reading():
        assert fact.now() == "hanbit first", "nobody told it"
    known.changed()
    with remembered.reading():
        assert fact.now() == "hanbit second"


def test_a_change_in_another_process_is_heard(
    inside_hanbit: Company, table: Table, fact: Known[str]
) -> None:
    fact.now()
    table.value = "second"
    cache.set(known.STAMP, "from elsewhere")
    assert fact.now() == "hanbit second"


def test_a_change_is_told_again_once_it_is_committed(
    hanbit: Company,
    table: Table,
    fact: Known[str],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with context.inside(hanbit):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[attr-defined]
            known.changed()
            fact.now()  # somebody else reads the old row in between
            table.value = "second"
        assert fact.now() == "hanbit second"


def test_what_a_request_reads_after_its_own_change_is_kept_for_nobody_else(
    inside_hanbit: Company, table: Table, fact: Known[str]
) -> None:
    with remembered.reading():
        fact.now()
        table.value = "taken back later"
        known.changed()
        assert fact.now() == "hanbit taken back later"
    table.value = "first"  # as after a transaction that failed
    with remembered.reading():
        assert fact.now() == "hanbit first"


def test_after_a_minute_it_is_read_anew_though_nobody_told(
    inside_hanbit: Company, table: Table, fact: Known[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fact.now()
    table.value = "second"
    monkeypatch.setattr(known, "LIFE", -1)
    cache.clear()
    fact.now()
    table.value = "third"
    assert fact.now() == "hanbit third"
