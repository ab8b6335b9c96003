"""Who leaves hands over what is still to be done, part by part, and gets it back by undo (P5)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dangol import toasts
from modules.base.models import Account, ContactHistory, Customer, Order
from modules.base.services import customers
from modules.campaign.models import Campaign
from tenants import context, errands
from tenants.audit import Actor, acting
from tenants.models import Company, Errand
from tenants.people.models import AuditEntry, HandedOver, Leaving, User
from tenants.services import leaving, licences, users

pytestmark = pytest.mark.feature("P5")
Browse = Callable[..., Client]
State = Leaving.State


def work(user: User, *, most: int = 20) -> None:
    """What the workers do, to the end."""
    for _part in range(most):
        left = Leaving.objects.get(user=user)
        if left.state not in (State.GIVING, State.RETURNING):
            return
        deed = leaving.pass_on if left.state == State.GIVING else leaving.take_back
        deed(str(left.pk))
    raise AssertionError("The hand-over does not end.")


def left_to(browse: Browse, ada: User, bob: User, heir: User) -> str:
    """Ada deactivates Bob on the screen; the address of the toast's undo."""
    address = reverse("tenants:user-deactivate", args=[bob.pk])
    page = browse(ada).post(address, {"heir": str(heir.pk)}, follow=True)
    return next(filter(None, map(toasts.undo_of, page.context["messages"])))


def owned(user: User) -> int:
    return Customer.objects.filter(owner=user).count()


@pytest.fixture
def five(inside_hanbit: Company, bob: User, monkeypatch: pytest.MonkeyPatch) -> list[Customer]:
    """Bob's customers: more than two parts."""
    monkeypatch.setattr(leaving, "PART", 2)
    return [Customer.objects.create(name=f"고객{number}", owner=bob) for number in range(5)]


def test_who_leaves_hands_over_in_the_name_of_who_did_it(
    browse: Browse, five: list[Customer], ada: User, bob: User, carol: User
) -> None:
    stays = Customer.objects.create(name="남의 고객", owner=ada)
    path = reverse("tenants:user-deactivate", args=[bob.pk])
    for wrong in (str(bob.pk), "x", str(UUID(int=9))):
        browse(ada).post(path, {"heir": wrong})
        assert User.objects.get(pk=bob.pk).is_active, wrong
    left_to(browse, ada, bob, carol)
    work(bob)
    assert (owned(bob), owned(carol), owned(ada)) == (0, 5, 1)
    lines = AuditEntry.objects.filter(action="base.customer.edit")
    assert lines.count() == 5
    assert str(stays.pk) not in lines.values_list("subject_id", flat=True)
    assert {(line.actor_id, line.actor_name) for line in lines} == {(ada.pk, ada.name)}


def test_what_is_done_keeps_the_name_of_who_did_it(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    customer = Customer.objects.create(name="고객", owner=bob)
    Account.objects.create(name="상사", owner=bob)
    ContactHistory.objects.create(
        customer=customer, staff=bob, medium="phone", next_action="견적", next_on="2030-01-02"
    )
    for state in (*Order.State, "own-code"):
        Order.objects.create(customer=customer, number=state, state=state, owner=bob)
    for stage in Campaign.State:
        Campaign.objects.create(name=stage, state=stage, owner=bob)
    users.deactivate(bob, ada.pk)
    work(bob)
    assert ContactHistory.objects.get().staff_id == bob.pk
    kept = Order.objects.filter(owner=bob).values_list("state", flat=True)
    assert set(kept) == {"done", "cancelled", "returned"}
    assert Campaign.objects.get(owner=bob).state == Campaign.State.CLOSED
    assert (owned(ada), Account.objects.get().owner_id) == (1, ada.pk)


@pytest.mark.parametrize("parts", [0, 1, 9])
def test_undo_gives_records_and_plans_back_however_far_the_hand_over_was(
    browse: Browse, five: list[Customer], ada: User, bob: User, carol: User, parts: int
) -> None:
    hers = Customer.objects.create(name="캐럴 고객", owner=carol)
    before = bob.plans()
    undo = left_to(browse, ada, bob, carol)
    key = str(Leaving.objects.get().pk)
    for _part in range(parts):
        leaving.pass_on(key)
    moved = owned(carol) - 1
    answer = browse(ada).post(undo, follow=True)
    assert "되돌" in answer.content.decode()
    leaving.pass_on(key)
    assert owned(carol) == 1 + moved, "a late worker gives no more"
    work(bob)
    assert (owned(bob), owned(carol)) == (5, 1)
    assert Customer.objects.get(pk=hers.pk).owner_id == carol.pk
    bob = User.objects.get(pk=bob.pk)
    assert (bob.is_active, bob.plans()) == (True, before)
    assert not HandedOver.objects.exists()
    assert Leaving.objects.get().state == State.OVER
    back = AuditEntry.objects.get(action="tenants.user.activate")
    assert back.changes == {"back_from": str(carol.pk)}


def test_undo_leaves_what_got_an_owner_since(
    five: list[Customer], ada: User, bob: User, carol: User
) -> None:
    users.deactivate(bob, carol.pk)
    work(bob)
    taken, round_trip, worked_on, *_ = five
    with acting(Actor(id=ada.pk, name=ada.name)):
        for customer, owner in ((taken, ada), (round_trip, ada), (round_trip, carol)):
            customers.edit(customer, {"owner_id": owner.pk}, "")
        customers.edit(worked_on, {"title": "부장"}, "")
    users.activate(bob, undo=True)
    work(bob)
    found = dict(Customer.objects.values_list("name", "owner_id"))
    assert (found[taken.name], found[round_trip.name]) == (ada.pk, carol.pk)
    assert found[worked_on.name] == bob.pk
    assert owned(bob) == 3


def test_a_worker_that_is_killed_has_done_nothing_of_its_part(
    five: list[Customer], bob: User, carol: User
) -> None:
    users.deactivate(bob, carol.pk)
    key = str(Leaving.objects.get().pk)
    for deed, undo in ((leaving.pass_on, False), (leaving.take_back, True)):
        if undo:
            users.activate(bob, undo=True)
        deed(key)
        seen = (owned(bob), owned(carol), HandedOver.objects.count())
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            deed(key)
            raise KeyboardInterrupt
        assert (owned(bob), owned(carol), HandedOver.objects.count()) == seen
        work(bob)
    assert (owned(bob), owned(carol)) == (5, 0)


def do_errands() -> int:
    """Does what was promised about leaving until nothing is; how many errands that took."""
    done = 0
    while True:
        with context.platform("test"):
            due = Errand.objects.filter(work__startswith="tenants.services.leaving.", attempts=0)
            keys = [str(errand.pk) for errand in due]
        if not keys:
            return done
        for key in keys:
            errands.run.actor.fn(key)
            done += 1


def test_each_part_promises_the_next(
    hanbit: Company, bob: User, carol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "PART", 2)
    with context.inside(hanbit):
        Customer.objects.bulk_create(Customer(name=f"고객{no}", owner=bob) for no in range(5))
        users.deactivate(bob, carol.pk)
    assert do_errands() == 3
    with context.inside(hanbit):
        assert (owned(bob), owned(carol)) == (0, 5)
        users.activate(bob, undo=True)
    assert do_errands() == 3
    with context.inside(hanbit):
        assert (owned(bob), owned(carol)) == (5, 0)


def test_activating_without_undo_leaves_everything_where_it_is(
    five: list[Customer], bob: User, carol: User
) -> None:
    users.deactivate(bob, carol.pk)
    key = str(Leaving.objects.get().pk)
    leaving.pass_on(key)
    users.activate(bob)
    leaving.pass_on(key)
    leaving.take_back(key)
    assert (owned(bob), owned(carol)) == (3, 2)
    assert not User.objects.get(pk=bob.pk).plans()


def test_who_leaves_again_meanwhile_hands_over_anew(
    five: list[Customer], ada: User, bob: User, carol: User
) -> None:
    users.deactivate(bob, carol.pk)
    work(bob)
    users.activate(bob, undo=True)
    first = Leaving.objects.get()
    leaving.take_back(str(first.pk))
    users.deactivate(bob, ada.pk)
    leaving.take_back(str(first.pk))
    second = Leaving.objects.exclude(pk=first.pk).get()
    for _part in range(3):
        leaving.pass_on(str(second.pk))
    assert (owned(bob), owned(carol), owned(ada)) == (0, 3, 2)


def test_the_page_of_who_left_offers_what_can_be_taken_back(
    browse: Browse, five: list[Customer], ada: User, bob: User, carol: User
) -> None:
    left_to(browse, ada, bob, carol)
    work(bob)
    page = browse(ada).get(reverse("tenants:user-edit", args=[bob.pk]))
    assert "캐럴님에게 넘긴 기록 5건" in page.content.decode()
    browse(ada).post(reverse("tenants:user-activate", args=[bob.pk]), {"undo": "1"})
    work(bob)
    assert owned(bob) == 5


def test_plans_come_back_without_an_heir_unless_others_were_given_since(
    inside_hanbit: Company, bob: User
) -> None:
    before = bob.plans()
    users.deactivate(bob)
    users.activate(bob, undo=True)
    assert User.objects.get(pk=bob.pk).plans() == before
    users.deactivate(bob)
    licences.assign(bob, ["sales"])
    users.activate(bob, undo=True)
    assert User.objects.get(pk=bob.pk).plans() == {"sales"}


def test_a_colleague_without_plan_is_marked_among_those_who_may_get_the_work(
    browse: Browse, inside_hanbit: Company, ada: User, bob: User, carol: User
) -> None:
    licences.assign(carol, [])
    page = browse(ada).get(reverse("tenants:user-edit", args=[bob.pk]))
    words = dict(page.context["heirs"])
    assert words[str(carol.pk)] == "캐럴 (요금제 없음)"
    assert words[str(ada.pk)] == ada.name
