"""Exactly once: after a kill, for two workers, and never in a circle (A29)."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from dangol import clock
from modules.base.models import Customer
from modules.base.services import customers
from tenants import context
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AuditEntry, User
from tenants.triggers import jobs
from tenants.triggers.actions.notifying import Notify
from tenants.triggers.models import Firing, Occurrence, Trigger
from tenants.triggers.queries import matching
from tenants.triggers.services import acting, evaluating, firing
from tests.triggers.setting import as_user, fired, results, setting, telling, trigger, work

pytestmark = pytest.mark.feature("A29")


def best(owner: User, name: str = "김하늘", **values: Any) -> Customer:
    return customers.create({"name": name, "owner_id": owner.pk, "grade": 1, **values})


class Killed(BaseException):
    """The process dies: nothing catches it."""


def test_killed_while_it_looks_the_occurrence_is_still_there(
    inside_hanbit: Company, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = trigger(ada)
    best(bob)
    with monkeypatch.context() as patch:

        def die(*_args: Any) -> None:
            raise Killed

        patch.setattr(evaluating, "fire", die)
        with pytest.raises(Killed):
            evaluating.evaluate()
    assert (Occurrence.objects.count(), Firing.objects.count()) == (1, 0)
    work()
    assert [state for state, _key in fired(found)] == ["done"]


def test_killed_over_its_actions_nothing_of_them_stays_and_they_are_done_once(
    inside_hanbit: Company, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = trigger(ada, actions=[setting("memo", "큰 고객"), telling()])
    customer = best(bob)
    with monkeypatch.context() as patch:

        def die(*_args: Any) -> None:
            raise Killed

        patch.setattr(Notify, "perform", die)
        with pytest.raises(Killed):
            work()
    customer.refresh_from_db()
    assert customer.memo == ""
    assert acting.do_next() is False, "it is put off, so that a poisoned one does not run hot"
    row = Firing.objects.get(trigger=found)
    assert (row.state, row.attempts) == ("waiting", 1)
    Firing.objects.update(next_at=clock.real_now())
    work()
    customer.refresh_from_db()
    assert customer.memo == "큰 고객"
    assert Notice.objects.filter(kind="tenants.trigger.fired").count() == 1


def test_what_goes_wrong_unforeseen_is_tried_again_and_at_last_given_up(
    inside_hanbit: Company, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = trigger(ada)
    best(bob)

    def fail(*_args: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr(Notify, "perform", fail)
    for _attempt in range(acting.MOST_ATTEMPTS):
        work()
        Firing.objects.update(next_at=clock.real_now())
    row = Firing.objects.get(trigger=found)
    assert (row.state, row.attempts) == ("failed", acting.MOST_ATTEMPTS)
    assert "no route" in row.error


def test_tried_again_only_what_failed_is_done(inside_hanbit: Company, ada: User, bob: User) -> None:
    found = trigger(ada, actions=[telling(), setting("grade", "2")])
    customer = best(bob)
    customers.remove(customer)
    work()
    row = Firing.objects.get(trigger=found) if fired(found) else None
    assert row is None, "what is in the trash does not hold any more"
    customers.restore(customer)
    evaluating.evaluate()
    customers.remove(customer)
    work()
    row = Firing.objects.get(trigger=found)
    assert row.state == "failed"
    customers.restore(customer)
    acting.again(row)
    work()
    row.refresh_from_db()
    assert row.state == "done"


def test_two_workers_do_each_once(
    committed_db: None, hanbit: Company, ada: User, bob: User
) -> None:
    with context.inside(hanbit):
        found = trigger(ada, "create", where="", actions=[telling()])
        for number in range(30):
            best(bob, f"고객{number:02}")

    def round_of_one() -> None:
        with context.inside(hanbit):
            for _again in range(3):
                while acting.work():
                    pass
        connections.close_all()

    threads = [threading.Thread(target=round_of_one) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with context.inside(hanbit):
        while acting.work():
            pass
        states = [state for state, _key in fired(found)]
        assert states == ["done"] * 30
        told = Notice.objects.filter(kind="tenants.trigger.fired", user=bob)
        assert sum(told.values_list("count", flat=True)) == 30


def test_a_trigger_does_not_set_itself_off(inside_hanbit: Company, ada: User, bob: User) -> None:
    found = trigger(ada, "edit", where="", actions=[setting("memo", "바뀜")])
    customer = customers.create({"name": "가", "owner_id": bob.pk})
    with as_user(bob):
        customers.edit(customer, {"name": "나", "owner_id": bob.pk}, "")
    work()
    assert [state for state, _key in fired(found)] == ["done", "stopped"]
    customer.refresh_from_db()
    assert customer.memo == "바뀜"


def test_two_triggers_do_not_drive_each_other_in_a_circle(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    up = trigger(ada, "edit", where="all(grade=3)", name="위로", actions=[setting("grade", "1")])
    down = trigger(
        ada, "edit", where="all(grade=1)", name="밑으로", actions=[setting("grade", "3")]
    )
    customer = customers.create({"name": "가", "owner_id": bob.pk, "grade": 2})
    customers.edit(customer, {"name": "가", "owner_id": bob.pk, "grade": 1}, "")
    work()
    assert [state for state, _key in fired(down)] == ["done", "stopped"]
    assert [state for state, _key in fired(up)] == ["done"]


def test_what_a_trigger_changes_is_said_to_be_its_doing(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    trigger(ada, actions=[setting("memo", "바뀜")], name="메모 남기기")
    customer = best(bob)
    work()
    line = AuditEntry.objects.filter(action="base.customer.edit").latest("at")
    assert (line.actor_id, line.actor_name, line.subject_id) == (
        None,
        "메모 남기기",
        str(customer.pk),
    )


def test_driven_from_outside_again_and_again_it_is_switched_off_and_its_keeper_told(
    inside_hanbit: Company, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firing, "RUNAWAY", 3)
    found = trigger(ada, "edit", where="")
    customer = best(bob)
    for number in range(6):
        customer.refresh_from_db()
        customers.edit(customer, {"name": "가", "owner_id": bob.pk, "memo": f"{number}"}, "")
        work()
    found.refresh_from_db()
    assert found.state == Trigger.State.OFF
    assert "3" in found.problem
    assert len(fired(found)) == 3
    assert Notice.objects.filter(kind="tenants.trigger.stopped", user=ada).exists()


def test_conditions_that_cannot_be_read_any_more_switch_it_off(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    found = trigger(ada)
    Trigger.objects.filter(pk=found.pk).update(where="all(x_gone=1)")
    best(bob)
    work()
    found.refresh_from_db()
    assert found.state == Trigger.State.OFF
    assert found.problem


def test_one_that_cannot_be_looked_at_keeps_no_other_waiting(
    inside_hanbit: Company, ada: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, fine = trigger(ada, name="고장"), trigger(ada, name="멀쩡")
    rows = matching.rows

    def sometimes(asked: Trigger) -> Any:
        if asked.pk == broken.pk:
            raise ValueError("a filter with a fault")
        return rows(asked)

    monkeypatch.setattr(matching, "rows", sometimes)
    best(bob)
    work()
    broken.refresh_from_db()
    assert (broken.state, bool(broken.problem)) == (Trigger.State.OFF, True)
    assert [state for state, _key in fired(fine)] == ["done"]


def test_whoever_saved_it_left_so_it_is_switched_off(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    found = trigger(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    best(bob)
    work()
    found.refresh_from_db()
    assert found.state == Trigger.State.OFF


def test_old_lines_go_but_not_what_keeps_a_record_from_setting_it_off_twice(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    on_made = trigger(ada, "create", where="", name="새로")
    on_best = trigger(ada)
    best(bob)
    work()
    with clock.shifted(timedelta(days=91)):
        jobs._forget()
    assert (len(fired(on_made)), len(fired(on_best))) == (1, 0)


def test_the_results_are_kept(inside_hanbit: Company, ada: User, bob: User) -> None:
    found = trigger(ada)
    best(bob)
    work()
    assert results(found) == [{"code": "tenants.notify", "facts": {"count": 1}}]
