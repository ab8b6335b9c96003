"""Sign-up under races: double clicks, and two people who want one name (P2)."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import connection

from billing.signup import registration
from billing.signup.models import SignUp
from billing.signup.tests.test_registration import FORM, token_of
from dangol.errors import RuleBroken
from tenants import context

pytestmark = [pytest.mark.feature("P2"), pytest.mark.usefixtures("committed_db")]


def race(*forms: registration.Form) -> list[object]:
    start, results = threading.Barrier(len(forms), timeout=10), []

    def run(form: registration.Form) -> None:
        try:
            start.wait()
            with context.platform("test"):
                results.append(registration.sign_up(form).pk)
        except RuleBroken as broken:
            results.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


def test_of_two_people_racing_for_one_name_one_gets_it() -> None:
    other = replace(FORM, email="x@other.example", business_number="104-81-24017")
    results = race(FORM, other)
    assert sorted(str(r) == "address_taken" for r in results) == [False, True]


def test_a_double_submit_makes_one_sign_up() -> None:
    results = race(FORM, FORM)
    assert len(set(results)) == 1
    with context.platform("test"):
        assert SignUp.objects.count() == 1


def test_a_double_click_on_the_link_makes_one_company() -> None:
    with context.platform("test"):
        token = token_of(registration.sign_up(FORM))
    keys: list[int] = []

    def click() -> None:
        with context.platform("test"):
            keys.append(registration.confirm(token)[0].pk)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(keys) == 2
    assert len(set(keys)) == 1
