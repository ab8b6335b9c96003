"""The audit's screen: its filters bear whatever an address holds (V3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("V3")


@pytest.mark.parametrize(
    "asked",
    [
        {"last": "9999-12-31"},
        {"first": "9999-12-31"},
        {"first": "0001-01-01"},
        {"last": "0001-01-01"},
        {"find": "a\x00b"},
        {"action": "a\x00b"},
    ],
)
def test_a_filter_that_makes_no_sense_asks_for_nothing(
    ada: User, browse: Callable[..., Client], asked: dict[str, str]
) -> None:
    answer = browse(ada).get(reverse("tenants:audit-list"), asked)
    assert answer.status_code == 200
    assert not answer.context["is_filtered"]


def test_the_choices_of_the_filters_are_not_looked_up_on_every_view(
    hanbit: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    """They read the whole table. Each company keeps its own."""
    client, theirs = browse(ada), browse(eve)
    first = _asked(client)
    again = _asked(client)
    assert any("DISTINCT" in sql for sql in first)
    assert not any("DISTINCT" in sql for sql in again)
    assert any("DISTINCT" in sql for sql in _asked(theirs))
    cache.clear()


def _asked(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("tenants:audit-list")).status_code == 200
    return [query["sql"] for query in asked if "auditentry" in query["sql"]]
