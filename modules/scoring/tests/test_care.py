"""The next contact: when it is due, who is overdue, what moves it at once (B19, B15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dangol import clock
from dangol.records.edits import undo
from dangol.records.forms.base import form_for
from dangol.records.lists.listing import read_listing
from dangol.records.many import runs as many
from dangol.records.many.deeds import to_set, value_form
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import contacts, customers
from modules.scoring import counters
from modules.scoring.rules import Rules
from modules.scoring.services import rule_sets
from modules.scoring.tests.conftest import Buyer, computed
from tenants.journal.services import runs as journal
from tenants.people.models import User

pytestmark = [pytest.mark.feature("B19"), pytest.mark.feature("B15")]


def fresh(customer: Customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)


def test_the_interval_of_the_grade_counts_from_the_last_contact(ada: User) -> None:
    customer = customers.create({"name": "김하늘", "grade": 1})
    assert customer.next_contact_on == date(2026, 12, 4), "A+: 14 days after being added"
    spoken = clock.now() - timedelta(days=3)
    contacts.add(customer, staff=ada, medium="phone", memo="통화", contacted_at=spoken)
    assert fresh(customer).next_contact_on == date(2026, 12, 1)
    edited = customers.edit(fresh(customer), {"grade": 4}, "")
    assert edited.next_contact_on == date(2026, 11, 17) + timedelta(days=90)
    edited = customers.edit(edited, {"contact_interval": 7}, "")
    assert edited.next_contact_on == date(2026, 11, 24)


def test_a_contact_that_is_taken_back_moves_the_day_back(ada: User) -> None:
    customer = customers.create({"name": "김하늘", "contact_interval": 10})
    later = clock.now() + timedelta(days=5)
    with clock.at(later):
        contact = contacts.add(customer, staff=ada, medium="visit", memo="방문")
        assert fresh(customer).next_contact_on == date(2026, 12, 5)
        contacts.services.remove(contact)
    assert fresh(customer).next_contact_on == date(2026, 11, 30)


def test_a_grade_without_a_cycle_has_no_day() -> None:
    rule_sets.save(Rules(intervals=(14, 30, 60, 0, 0)), None)
    assert customers.create({"name": "김하늘", "grade": 4}).next_contact_on is None
    assert customers.create({"name": "박하늘"}).next_contact_on is None


def test_a_chosen_grade_is_a_person_s_until_it_is_cleared(buyer: Buyer) -> None:
    customer = buyer("2026-10-31")
    computed()
    assert fresh(customer).grade == 3
    edited = customers.edit(fresh(customer), {"grade": 2}, "")
    assert (edited.grade, edited.grade_is_manual) == (2, True)
    computed()
    assert fresh(customer).grade == 2
    again = customers.edit(fresh(customer), {"grade": 2, "grade_is_manual": False}, "")
    assert (again.grade, again.grade_is_manual) == (3, False)
    pinned = customers.edit(fresh(customer), {"grade_is_manual": True}, "")
    assert (pinned.grade, pinned.grade_is_manual) == (3, True)
    cleared = customers.edit(fresh(customer), {"grade": None}, "")
    assert (cleared.grade, cleared.grade_is_manual) == (3, False)


def test_a_chosen_grade_that_is_taken_back_is_the_rules_again(buyer: Buyer, ada: User) -> None:
    customer = buyer("2026-10-31")
    computed()
    before = undo.held(customer_record, ada, fresh(customer))
    customers.edit(fresh(customer), {"grade": 1}, "")
    token = undo.remember(
        customer_record, ada, customer.pk, before, undo.held(customer_record, ada, fresh(customer))
    )
    kept = undo.remembered(customer_record, ada, UUID(token))
    assert kept is not None
    assert undo.put_back(customer_record, ada, fresh(customer), kept["fields"]) == []
    assert (fresh(customer).grade, fresh(customer).grade_is_manual) == (3, False)


def test_a_form_that_leaves_the_grade_as_it_is_does_not_make_it_a_person_s(buyer: Buyer) -> None:
    customer = buyer("2026-10-31")
    computed()
    edited = customers.edit(fresh(customer), {"grade": 3, "grade_is_manual": False,
                                              "memo": "다시 연락"}, "")  # fmt: skip
    assert (edited.grade, edited.grade_is_manual) == (3, False)


def test_many_at_once_move_their_day_at_once_and_back_again(buyer: Buyer, ada: User) -> None:
    people = [buyer(), buyer()]
    computed()
    before = [fresh(each).next_contact_on for each in people]
    for field, value, day in (("grade", "1", 14), ("contact_interval", "3", 3)):
        form = value_form(customer_record, ada, field, {field: value})
        assert form.is_valid()
        course = many.runs().begin(
            customer_record, ada, to_set(customer_record, field, form.values())
        )
        journal.work(course.code)
        assert {fresh(each).next_contact_on for each in people} == {
            date(2023, 1, 2) + timedelta(days=day)
        }
        assert fresh(people[0]).grade_is_manual
        undoing = many.runs().undo(customer_record, ada, course.code)
        journal.work(undoing.code)
        assert [fresh(each).next_contact_on for each in people] == before
        form = value_form(customer_record, ada, "grade", {"grade": "1"})
        form.is_valid()
        course = many.runs().begin(
            customer_record, ada, to_set(customer_record, "grade", form.values())
        )
        journal.work(course.code)
        before = [fresh(each).next_contact_on for each in people]


def test_the_list_is_narrowed_to_who_is_overdue(ada: User) -> None:
    days = {"늦음": -1, "오늘": 0, "이번주": 7, "나중": 8, "없음": None}
    for name, ahead in days.items():
        due = None if ahead is None else clock.today() + timedelta(days=ahead)
        Customer.objects.create(name=name, next_contact_on=due)

    def found(*chosen: str) -> set[str]:
        listing = read_listing(customer_record, ada, {"care": list(chosen)})
        assert listing.problems == []
        return {row.name for row in listing.page.rows}

    assert found("overdue") == {"늦음"}
    assert found("today") == {"오늘"}
    assert found("week") == {"오늘", "이번주"}
    assert found("none", "overdue") == {"없음", "늦음"}


def test_the_portal_counts_one_s_own_who_are_overdue(ada: User, bob: User) -> None:
    late = clock.today() - timedelta(days=1)
    for owner in (ada, ada, bob, None):
        Customer.objects.create(name="늦음", owner=owner, next_contact_on=late)
    counted = counters.overdue(ada)
    assert (counted.number, counted.kind, counted.remark) == (2, "warn", "내 고객")
    assert "care=overdue" in counted.address


def test_scores_are_written_by_nobody(browse: Callable[..., Client], ada: User) -> None:
    """Forms, cells and many at once know grade, its mark and the interval alone."""

    offered = set(form_for(customer_record, ada).fields)
    closed = {
        "lifecycle", "lifecycle_on", "interest", "favour", "profit", "rfm", "loyalty",
        "loyalty_grade", "purchase_years", "computed_grade", "next_contact_on",
    }  # fmt: skip
    assert offered & closed == set()
    assert {"grade", "grade_is_manual", "contact_interval"} <= offered


@pytest.mark.parametrize("value", ["0", "-3", "1096", "하루"])
def test_an_interval_that_cannot_be_is_refused(value: str, ada: User) -> None:

    form: Any = form_for(
        customer_record, ada, {"contact_interval": value}, only=["contact_interval"]
    )
    assert not form.is_valid()
    assert "contact_interval" in form.errors
