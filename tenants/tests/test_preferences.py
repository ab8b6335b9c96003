"""What users set for themselves stays theirs (A3)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from dangol import preferences
from tenants import context
from tenants.models import Company
from tenants.people.models import Preference, User

pytestmark = pytest.mark.feature("A3")


def test_a_setting_is_kept_for_its_user_alone(inside_hanbit: Company, ada: User, bob: User) -> None:
    preferences.keep(ada, "portal", [{"code": "base.today", "w": 4}])
    assert preferences.read(ada, "portal") == [{"code": "base.today", "w": 4}]
    assert preferences.read(bob, "portal", "default") == "default"


def test_setting_it_again_replaces_it_and_none_forgets_it(
    inside_hanbit: Company, ada: User
) -> None:
    preferences.keep(ada, "density", "dense")
    preferences.keep(ada, "density", "roomy")
    assert preferences.read(ada, "density") == "roomy"
    preferences.keep(ada, "density", None)
    assert not Preference.objects.filter(user=ada).exists()


def test_two_changes_of_one_setting_at_once_both_stay(
    committed_db: None, hanbit: Company, ada: User
) -> None:
    is_reading, may_go = threading.Event(), threading.Event()

    def slowly(kept: dict[str, int] | None) -> dict[str, int]:
        is_reading.set()
        may_go.wait(1)
        return {**(kept or {}), "width": 400}

    def one_page() -> None:
        with context.inside(hanbit):
            preferences.change(ada, "list/base.customer", slowly)
        connections.close_all()

    def another_page() -> None:
        with context.inside(hanbit):
            preferences.change(
                ada, "list/base.customer", lambda kept: {**(kept or {}), "columns": 3}
            )
        connections.close_all()

    first, second = threading.Thread(target=one_page), threading.Thread(target=another_page)
    first.start()
    assert is_reading.wait(5)
    second.start()
    second.join(0.3)
    may_go.set()
    first.join()
    second.join()
    with context.inside(hanbit):
        assert preferences.read(ada, "list/base.customer") == {"width": 400, "columns": 3}


def test_what_was_read_together_is_at_hand_until_something_is_set(
    inside_hanbit: Company, ada: User
) -> None:
    preferences.keep(ada, "portal", [1])
    preferences.bring(ada, ["portal", "portal/base.care"])
    with CaptureQueriesContext(connection) as asked:
        assert preferences.read(ada, "portal") == [1]
        assert preferences.read(ada, "portal/base.care", {}) == {}
    assert not asked.captured_queries
    preferences.keep(ada, "portal/base.care", {"days": 7})
    assert preferences.read(ada, "portal/base.care") == {"days": 7}
    preferences.bring(ada, ["portal"])
    preferences.change(ada, "portal", lambda kept: [*kept, 2])
    assert preferences.read(ada, "portal") == [1, 2]
