"""What sets a trigger off, by whatever way a record is made or changed, and how often (A29)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dangol import clock
from dangol.records.many import runs as many
from dangol.records.many.deeds import to_set, value_form
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import customers
from tenants.importing.services import checks
from tenants.importing.services import runs as imports
from tenants.journal.services import runs
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, Assignment, User
from tenants.triggers.models import Holding, Occurrence
from tenants.triggers.services import keeping
from tests.api.program import CUSTOMERS, program
from tests.triggers.setting import BEST, as_user, fired, telling, trigger, work

pytestmark = pytest.mark.feature("A29")


@pytest.fixture(autouse=True)
def _inside(inside_hanbit: Company) -> None:
    """Everything happens in Hanbit."""


def made(name: str = "김하늘", **values: Any) -> Customer:
    return customers.create({"name": name, **values})


def edited(customer: Customer, **values: Any) -> Customer:
    kept = {name: getattr(customer, name) for name in ("name", "grade", "owner_id", "memo")}
    return customers.edit(customer, {**kept, **values}, "")


def test_the_owner_is_told_when_conditions_begin_to_hold(ada: User, bob: User) -> None:
    found = trigger(ada)
    with as_user(ada):
        customer = edited(made(owner_id=bob.pk, grade=3), grade=1)
    assert fired(found) == []
    work()
    assert fired(found) == [("done", str(customer.pk))]
    notice = Notice.objects.get(kind="tenants.trigger.fired")
    assert (notice.user_id, notice.object_id) == (bob.pk, str(customer.pk))


def test_it_is_not_set_off_again_on_the_same_state_but_when_it_begins_anew(
    ada: User, bob: User
) -> None:
    found = trigger(ada)
    customer = made(owner_id=bob.pk, grade=1)
    work()
    edited(customer, memo="한 번 더")
    work()
    assert len(fired(found)) == 1
    customer.refresh_from_db()
    edited(customer, grade=3)
    work()
    assert not Holding.objects.exists()
    customer.refresh_from_db()
    edited(customer, grade=1)
    work()
    assert len(fired(found)) == 2


def test_what_holds_already_when_it_is_switched_on_does_not_set_it_off(
    ada: User, bob: User
) -> None:
    customer = made(owner_id=bob.pk, grade=1)
    found = trigger(ada)
    edited(customer, memo="바뀜")
    work()
    assert fired(found) == []
    assert Holding.objects.get().object_id == customer.pk


def test_a_record_that_is_made_sets_it_off_once_ever(ada: User, bob: User) -> None:
    found = trigger(ada, "create")
    customer = made(owner_id=bob.pk, grade=1)
    made("등급 낮음", owner_id=bob.pk, grade=3)
    work()
    edited(customer, memo="바뀜")
    work()
    assert fired(found) == [("done", str(customer.pk))]


def test_only_a_watched_field_sets_it_off(ada: User, bob: User) -> None:
    found = trigger(ada, "edit", where="", watched=["owner"], actions=[telling("admins")])
    with as_user(bob):
        customer = made(owner_id=bob.pk)
        customer = edited(customer, memo="바뀜")
        work()
        assert fired(found) == []
        edited(customer, owner_id=ada.pk)
        work()
    assert fired(found) == [("done", str(customer.pk))]


def test_several_changes_that_wait_together_are_one(ada: User, bob: User) -> None:
    found = trigger(ada, "edit", where=BEST)
    customer = made(owner_id=bob.pk, grade=1)
    for number in range(3):
        customer.refresh_from_db()
        edited(customer, memo=f"{number}")
    work()
    assert len(fired(found)) == 1


def test_a_change_of_many_sets_it_off_for_each_that_changed(
    ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.triggers.queries.sources.PIECE", 4)
    rows = [made(f"고객{number:02}", owner_id=bob.pk, grade=3) for number in range(10)]
    already = made("이미", owner_id=bob.pk, grade=1)
    work()
    found = trigger(ada, "edit", where="", watched=["grade"])
    form = value_form(customer_record, ada, "grade", {"grade": 1})
    assert form.is_valid()
    with as_user(ada):
        course = many.runs().begin(
            customer_record, ada, to_set(customer_record, "grade", form.values())
        )
        runs.work(course.code)
    work()
    told = {key for _state, key in fired(found)}
    assert told == {str(row.pk) for row in rows}
    assert str(already.pk) not in told
    assert not Occurrence.objects.exists()


IMPORTED = "이름,등급\n가나다,A+\n라마바,C\n"


def test_an_import_sets_it_off_for_what_it_made(ada: User, bob: User) -> None:
    on_made = trigger(ada, "create", where="", name="새 고객", actions=[telling(f"u{bob.pk}")])
    on_best = trigger(ada, "hold", name="최고 등급", actions=[telling(f"u{bob.pk}")])
    file = SimpleUploadedFile("list.csv", IMPORTED.encode("utf-8-sig"))
    run = imports.upload(customer_record, file, user=ada)
    imports.choose(run, {c: name for name, c in run.mapping.items()}, "skip", lambda: None)
    checks.check(run.pk)
    run.refresh_from_db()
    imports.start(run, lambda: None)
    imports.work(run.pk)
    work()
    names = dict(Customer.objects.values_list("name", "pk"))
    assert {key for _s, key in fired(on_made)} == {str(names["가나다"]), str(names["라마바"])}
    assert [key for _s, key in fired(on_best)] == [str(names["가나다"])]


def test_a_call_of_the_interface_sets_it_off(hanbit: Company, ada: User, bob: User) -> None:
    found = trigger(ada, "create", where="", actions=[telling(f"u{bob.pk}")])
    caller, _key = program(hanbit, ada)
    answer = caller.send("POST", CUSTOMERS, {"name": "프로그램으로"})
    assert answer.status_code == 201, answer.content
    several = [{"name": f"한꺼번에{number}"} for number in range(3)]
    answer = caller.send("POST", f"{CUSTOMERS}/batch", {"mode": "all", "items": several})
    assert answer.json()["counts"] == {"done": 3, "failed": 0}
    work()
    keys = {str(pk) for pk in Customer.objects.values_list("pk", flat=True)}
    assert {key for _state, key in fired(found)} == keys


def test_time_that_goes_by_sets_it_off_without_any_change(ada: User, bob: User) -> None:
    """A customer whom nobody has been in touch with begins to be forgotten by time alone."""
    found = trigger(ada, where="all(created_at.older=30)", actions=[telling(f"u{bob.pk}")])
    customer = made(owner_id=bob.pk)
    work()
    assert fired(found) == []
    with clock.shifted(timedelta(days=31)):
        work()
        work()
    assert fired(found) == [("done", str(customer.pk))]


def test_the_same_record_is_left_alone_for_as_long_as_is_said(ada: User, bob: User) -> None:
    found = trigger(ada, "edit", where="", rest_days=7)
    customer = made(owner_id=bob.pk)
    edited(customer, memo="1")
    work()
    customer.refresh_from_db()
    edited(customer, memo="2")
    work()
    assert len(fired(found)) == 1
    with clock.shifted(timedelta(days=8)):
        customer.refresh_from_db()
        edited(customer, memo="3")
        work()
    assert len(fired(found)) == 2


def test_on_trial_it_tells_and_does_nothing(ada: User, bob: User) -> None:
    found = trigger(ada, state="trial")
    made(owner_id=bob.pk, grade=1)
    work()
    assert [state for state, _key in fired(found)] == ["trial"]
    assert not Notice.objects.filter(kind="tenants.trigger.fired").exists()


def test_switched_off_it_waits_for_nothing(ada: User, bob: User) -> None:
    found = trigger(ada)
    keeping.switch(found, "off", ada)
    made(owner_id=bob.pk, grade=1)
    assert not Occurrence.objects.exists()
    work()
    assert fired(found) == []


def test_nobody_is_told_of_a_record_that_they_may_not_see(
    ada: User, bob: User, carol: User
) -> None:
    role = AccessRole.objects.create(name="자기 고객", scopes={"base.customer.view": 1})
    Assignment.objects.create(user=carol, role=role)
    trigger(ada, actions=[telling(f"u{bob.pk}", f"u{carol.pk}")])
    made(owner_id=ada.pk, grade=1)
    work()
    told = Notice.objects.filter(kind="tenants.trigger.fired")
    assert set(told.values_list("user_id", flat=True)) == {bob.pk}
