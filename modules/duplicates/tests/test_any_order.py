"""Merges of merges, taken back in any order, leave every field and every row as it began (B21)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.base.models import ContactHistory, Customer, Order
from modules.base.services import customers as services
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Merge
from modules.duplicates.services.merges import Wanted, merge
from modules.duplicates.services.unmerging import conflicts, unmerge
from modules.duplicates.tests.cast import person, surrounded
from modules.duplicates.tests.whole import contents
from tenants.models import Company
from tenants.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.feature("B21")]
KIND = KINDS["base.customer"]
PEOPLE = 4
examples = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example rolls back what it did
person_number = st.integers(0, PEOPLE - 1)
side = st.sampled_from(["kept", "gone"])
deed = st.one_of(
    st.tuples(st.just("merge"), person_number, person_number, side, side),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)
edited = st.one_of(
    deed,
    st.tuples(st.just("edit"), person_number, st.sampled_from(["mobile", "title"])),
    st.tuples(st.just("order"), person_number),
)
MAILS = ("", "a@han.kr", "", "b@han.kr")
MOBILES = ("010-1111-1111", "", "", "010-4444-4444")
TITLES = ("", "과장", "차장", "")


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example; nothing of it is left for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def people(user: User) -> list[Customer]:
    """Some who have much in common and each something of their own."""
    made = [
        person("김하늘", email=mail, mobile=mobile, title=title, mail_ads=bool(mail))
        for mail, mobile, title in zip(MAILS, MOBILES, TITLES, strict=True)
    ]
    for number, each in enumerate(made):
        surrounded(each, user, file=f"{number // 2}.pdf")
    return made


def open_merges() -> list[Merge]:
    return list(Merge.objects.filter(undone_at=None).order_by("at", "id"))


def do(step: Any, cast: list[Customer], user: User) -> None:
    """One deed, where it can be done at all."""
    if step[0] == "undo":
        every = open_merges()
        if every:
            undo(every[step[1] % len(every)], user)
        return
    first = Customer.objects.get(pk=cast[step[1]].pk)
    if first.deleted_at is not None:
        return
    if step[0] == "edit":
        value = "010-9999-0000" if step[2] == "mobile" else "부장"
        services.edit(first, {step[2]: value}, "")
    elif step[0] == "order":
        Order.objects.create(customer=first, number=f"N-{Order.objects.count()}", amount=5)
    elif step[1] != step[2]:
        second = Customer.objects.get(pk=cast[step[2]].pk)
        if second.deleted_at is None:
            chosen = {"title": step[3], "mobile": step[4]}
            merge(KIND, Wanted(first.pk, second.pk, chosen), by=user)


def undo(found: Merge, user: User) -> None:
    answers = {each.choice.name: "kept" for each in conflicts(found)}
    unmerge(found.pk, answers, by=user)


@given(steps=st.lists(deed, max_size=12), order=st.randoms(use_true_random=False))
@examples
def test_any_sequence_of_merges_and_their_return_changes_nothing(
    steps: list[Any], order: Any, inside_hanbit: Company, ada: User
) -> None:
    with rolled_back():
        cast = people(ada)
        before = contents()
        for step in steps:
            do(step, cast, ada)
        while left := open_merges():
            undo(order.choice(left), ada)
        assert contents() == before


@given(steps=st.lists(edited, max_size=14), order=st.randoms(use_true_random=False))
@examples
def test_with_edits_and_orders_between_every_old_row_comes_home(
    steps: list[Any], order: Any, inside_hanbit: Company, ada: User
) -> None:
    with rolled_back():
        cast = people(ada)
        orders = dict(Order.objects.values_list("pk", "customer_id"))
        contacts = dict(ContactHistory.objects.values_list("pk", "customer_id"))
        mails = dict(Customer.objects.values_list("pk", "email"))
        touched = {cast[step[1]].pk for step in steps if step[0] == "edit"}
        for step in steps:
            do(step, cast, ada)
        while left := open_merges():
            undo(order.choice(left), ada)

        now = dict(Order.objects.filter(pk__in=orders).values_list("pk", "customer_id"))
        assert now == orders
        assert dict(ContactHistory.objects.values_list("pk", "customer_id")) == contacts
        assert dict(Customer.objects.values_list("pk", "email")) == mails, "nobody edited a mail"
        assert not Customer.objects.exclude(deleted_at=None).exists()
        for number, each in enumerate(cast):
            if each.pk not in touched:
                found = Customer.objects.get(pk=each.pk)
                kept = {MOBILES[number], "010-9999-0000"}
                assert found.mobile in kept, "its own, or what was written while it was another"
