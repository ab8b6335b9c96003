"""What triggers do: telling, mailing, giving, setting, making to-dos, calling (A29, A31)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dangol import clock
from dangol.about_triggers import Fired
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.base.services import customers
from modules.calendar.models import Todo
from modules.calendar.services.todos import todos
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, Assignment, AuditEntry, Department, User
from tenants.reports.models import Report
from tenants.triggers import recipients
from tenants.triggers.actions import reporting
from tenants.triggers.actions.setting import settable
from tenants.triggers.models import Firing
from tenants.webhooks.models import Delivery
from tenants.webhooks.services import endpoints, sending
from tests.api.program import role_of
from tests.triggers.setting import as_user, fired, results, setting, telling, trigger, work
from tests.webhooks import receiver as receiving
from tests.webhooks.receiver import Receiver, is_signed

pytestmark = pytest.mark.feature("A29")


@pytest.fixture(autouse=True)
def _inside(inside_hanbit: Company) -> None:
    """Everything happens in Hanbit."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving.running() as found:
        yield found


def best(owner: User, name: str = "김하늘", **values: Any) -> Customer:
    return customers.create({"name": name, "owner_id": owner.pk, "grade": 1, **values})


def test_recipients_by_rule_by_name_by_department_and_by_role(
    ada: User, bob: User, carol: User
) -> None:
    sales = Department.objects.create(name="영업")
    User.objects.filter(pk__in=[bob.pk, carol.pk]).update(department=sales)
    role = AccessRole.objects.create(name="팀장", scopes={})
    Assignment.objects.create(user=carol, role=role)
    customer = best(bob)
    found = trigger(ada)
    seen: dict[str, set[str]] = {}
    for code in ("owner", "team", "admins", f"r{role.pk}", f"d{sales.pk}", f"u{carol.pk}", "doer"):
        facts = _fired(found, customer, doer=ada.pk)
        seen[code] = {user.name for user in recipients.users([code], facts)}
    assert seen["owner"] == {bob.name}
    assert seen["team"] == {bob.name, carol.name}
    assert ada.name in seen["admins"]
    assert bob.name not in seen["admins"]
    assert seen[f"r{role.pk}"] == {carol.name}
    assert seen[f"d{sales.pk}"] == {bob.name, carol.name}
    assert seen[f"u{carol.pk}"] == {carol.name}
    assert seen["doer"] == {ada.name}


def _fired(found: Any, customer: Customer, doer: Any = None) -> Any:
    return Fired(
        key=found.pk, trigger=found.pk, name=found.name, record=customer_record,
        instance=customer, user=found.owner, doer=doer,
    )  # fmt: skip


def test_who_left_is_not_told_and_nobody_at_all_is_said(ada: User, bob: User) -> None:
    found = trigger(ada, actions=[telling(f"u{bob.pk}")])
    User.objects.filter(pk=bob.pk).update(is_active=False)
    best(ada)
    work()
    assert [state for state, _key in fired(found)] == ["failed"]
    assert results(found)[0]["problem"]


def test_many_records_of_one_owner_are_one_notice(ada: User, bob: User) -> None:
    trigger(ada)
    for number in range(12):
        best(bob, f"고객{number:02}")
    work()
    told = Notice.objects.filter(kind="tenants.trigger.fired", user=bob)
    assert (told.count(), sum(told.values_list("count", flat=True))) == (1, 12)


def test_a_record_is_given_to_each_in_turn(ada: User, bob: User, carol: User) -> None:
    options = {"people": [str(bob.pk), str(carol.pk)]}
    trigger(ada, "create", where="", actions=[{"code": "tenants.give", "options": options}])
    for number in range(4):
        customers.create({"name": f"고객{number}"})
    work()
    owners = list(Customer.objects.order_by("name").values_list("owner__name", flat=True))
    assert sorted(owners) == sorted([bob.name, carol.name] * 2)
    assert owners[0] != owners[1]


def test_a_field_is_set_through_the_form_and_the_service(ada: User, bob: User) -> None:
    found = trigger(ada, "create", where="", actions=[setting("grade", "2")])
    customer = customers.create({"name": "가", "owner_id": bob.pk})
    work()
    customer.refresh_from_db()
    assert (customer.grade, customer.grade_is_manual) == (2, True)
    line = AuditEntry.objects.get(action="base.customer.edit", subject_id=customer.pk)
    assert line.changes["grade"] == [None, 2]
    assert [state for state, _key in fired(found)] == ["done"]


def test_a_day_is_set_to_days_from_then(ada: User, bob: User) -> None:
    made = trigger(
        ada, "create", where="", record="calendar.todo", actions=[setting("due_on", "3")]
    )  # fmt: skip
    todo = todos.create({"title": "전화", "owner_id": ada.pk})
    work()
    todo.refresh_from_db()
    assert todo.due_on == clock.today() + timedelta(days=3), results(made)


def test_what_cannot_be_set_is_said_and_the_rest_is_done(ada: User, bob: User) -> None:
    found = trigger(ada, actions=[setting("email", "no address"), telling()])
    best(bob)
    work()
    first, second = results(found)
    assert first["problem"]
    assert second["facts"] == {"count": 1}
    assert [state for state, _key in fired(found)] == ["failed"]


def test_a_field_that_its_keeper_may_not_change_is_not_offered(ada: User) -> None:

    names = {name for name, _label in settable(customer_record, ada)}
    assert "grade" in names
    assert "owner" not in names
    assert "created_at" not in names


def test_a_to_do_leads_to_the_customer(ada: User, bob: User) -> None:
    options = {"title": "축하 전화", "who": "owner", "days": 2}
    trigger(ada, actions=[{"code": "calendar.todo", "options": options}])
    customer = best(bob)
    work()
    todo = Todo.objects.get()
    assert (todo.title, todo.owner_id, todo.customer_id) == ("축하 전화", bob.pk, customer.pk)
    assert todo.due_on == clock.today() + timedelta(days=2)


def test_a_webhook_is_called_signed_with_what_its_role_sees(
    ada: User, bob: User, receiver: Receiver
) -> None:
    endpoint, secret = endpoints.add(
        name="쇼핑몰", url=receiver.url, events=[], role=role_of(), user=ada
    )  # fmt: skip
    found = trigger(
        ada, actions=[{"code": "tenants.call", "options": {"endpoint": str(endpoint.pk)}}]
    )
    customer = best(bob)
    work()
    sending.carry()
    heads, body = receiver.taken[0]
    told = json.loads(body)
    assert is_signed(heads, body, secret)
    assert told["data"]["id"] == str(customer.pk)
    assert told["data"]["record"]["name"] == "김하늘"
    Firing.objects.filter(trigger=found).update(state="waiting", results=[])
    work()
    assert Delivery.objects.count() == 1, "under the same id, however often it is done"


@pytest.mark.feature("A31")
def test_a_report_of_ones_own_goes_to_whom_it_is_for(ada: User, bob: User, carol: User) -> None:
    best(bob)
    kept = Report.objects.create(
        name="등급별", record="base.customer", levels=["grade"], owner=ada, share="all"
    )
    page = reporting.page_of(f"own:{kept.pk}", bob, attaches=False, why="주간")
    assert page is not None
    assert page.lines[0][:2] == ["A+", "1"]
    Report.objects.filter(pk=kept.pk).update(share="mine")
    assert reporting.page_of(f"own:{kept.pk}", bob, attaches=False, why="주간") is None


def test_an_action_of_a_module_that_is_gone_is_said(ada: User, bob: User) -> None:
    found = trigger(ada)
    found.actions = [{"code": "gone.do", "options": {}}, telling()]
    found.save()
    with as_user(ada):
        best(bob)
    work()
    assert "problem" in results(found)[0]
    assert "facts" in results(found)[1]
