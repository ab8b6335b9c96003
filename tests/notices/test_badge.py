"""The number of unread notices in the frame: kept for a moment, never behind a change (U9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol import clock, notices
from modules.base.models import Customer
from tenants.audit import Actor, acting
from tenants.context import inside
from tenants.models import Company
from tenants.notices import badge
from tenants.notices.models import Notice
from tenants.notices.services import reading
from tenants.people.models import User

pytestmark = pytest.mark.feature("U9")
UNREAD = '<span class="unread-count" data-unread>'


def told(customer: Customer) -> notices.Told:
    return notices.Told(kind="base.customer.assigned", record="base.customer", key=str(customer.pk))


def tell(customer: Customer, *, by: User, to: User) -> None:
    with acting(Actor(id=by.pk, name=by.name)):
        notices.tell(told(customer), [to.pk])


def shown(client: Client) -> str:
    page = client.get("/portal/").content.decode()
    return page.partition(UNREAD)[2].partition("<")[0]


def test_a_page_does_not_count_again(
    inside_hanbit: Company, ada: User, bob: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    tell(Customer.objects.create(name="김하늘"), by=ada, to=bob)
    assert badge.number(bob) == 1
    with django_assert_num_queries(0):
        assert badge.number(bob) == 1


def test_whatever_changes_the_number_is_heard_at_once(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    first, second = (Customer.objects.create(name=name) for name in ("김하늘", "서다은"))
    assert badge.number(bob) == 0
    tell(first, by=ada, to=bob)
    assert badge.number(bob) == 1
    tell(second, by=ada, to=bob)
    assert badge.number(bob) == 2
    key = Notice.objects.get(object_id=str(first.pk)).pk
    reading.read(bob, key)
    assert badge.number(bob) == 1
    reading.unread(bob, key)
    assert badge.number(bob) == 2
    mark = reading.read_all(bob, clock.now())
    assert badge.number(bob) == 0
    assert mark is not None
    reading.unread_all(bob, mark)
    assert badge.number(bob) == 2
    with acting(Actor(id=ada.pk, name=ada.name)):
        notices.take_back(told(second), [bob.pk])
    assert badge.number(bob) == 1


def test_the_page_shows_it_and_the_browser_hears_the_present_number(
    inside_hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    customer = Customer.objects.create(name="김하늘")
    tell(customer, by=ada, to=bob)
    client = browse(bob)
    assert shown(client) == "1"
    Customer.objects.filter(pk=customer.pk).update(deleted_at=clock.now())
    assert shown(client) == "1"
    assert client.get("/tenants/notices/count").json() == {"unread": 0, "words": ""}
    assert shown(client) == ""


@pytest.mark.feature("V1")
def test_another_company_has_its_own_number(
    hanbit: Company, daon: Company, ada: User, bob: User, dan: User
) -> None:
    """Dan of Daon has Bob's very id."""
    with inside(hanbit):
        tell(Customer.objects.create(name="김하늘"), by=ada, to=bob)
        assert badge.number(bob) == 1
    assert bob.pk == dan.pk
    with inside(daon):
        assert badge.number(dan) == 0
